using System.Globalization;
using VectorHost.Indexing.Moving;

namespace VectorHost.Output;

/// <summary>What a move of records did.</summary>
internal static class MoveReport
{
    public static void Write(Terminal terminal, MoveSummary summary, string way, bool json)
    {
        if (json)
        {
            JsonDocuments.Write(terminal, JsonDocuments.Of(summary));
            return;
        }

        string before = summary.Written == summary.Records
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({summary.Records - summary.Written:N0} were there from an interrupted run)");
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Moved {summary.Written:N0} of {summary.Records:N0} records of '{summary.Repository}' {way} in {summary.Duration.TotalSeconds:0.0} s{before}"));
        terminal.Say($"  digest  {summary.Digest}");
    }
}
