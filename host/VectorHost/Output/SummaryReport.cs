using System.Globalization;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Session;

namespace VectorHost.Output;

/// <summary>What an index run did, in numbers.</summary>
internal static class SummaryReport
{
    /// <summary>A rate of fewer chunks than this says more about the start than about the work.</summary>
    private const int FewestForRate = 500;

    public static void Write(Terminal terminal, HostSession session, IndexSummary summary)
    {
        string rate = summary.Embedded >= FewestForRate
            ? Format($" ({summary.Embedded / summary.Duration.TotalSeconds:N0} chunks/s)")
            : "";
        terminal.Say(Format($"Indexed {session.Repository.Root} into {session.Settings.Backend} in {summary.Duration.TotalSeconds:0.0} s{rate}"));
        terminal.Say(Format($"  files    {summary.Files:N0} indexed, {summary.FilesRead:N0} read ({summary.BytesRead / 1e6:N1} MB)"));
        terminal.Say(Format($"  chunks   {summary.Chunks:N0}: {summary.Added:N0} added, {summary.Updated:N0} updated, {summary.Unchanged:N0} unchanged, {summary.Removed:N0} removed; {summary.Embedded:N0} embedded"));
        if (summary.Skipped.Count > 0)
        {
            terminal.Say($"  skipped  {string.Join(", ", summary.Skipped.OrderByDescending(skip => skip.Value).Select(skip => Format($"{skip.Value:N0} {skip.Key.DisplayName()}")))}");
        }
    }

    /// <summary>The same for a search that brought the index up to date.</summary>
    public static string InOneLine(IndexSummary summary) => Format(
        $"Indexed {summary.Files:N0} files, {summary.Chunks:N0} chunks in {summary.Duration.TotalSeconds:0.0} s: {summary.Added:N0} added, {summary.Updated:N0} updated, {summary.Removed:N0} removed.");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
