using System.Globalization;
using VectorHost.Indexing.Moving;
using VectorHost.Session;

namespace VectorHost.Output;

/// <summary>What was found when the records of one or two stores were read.</summary>
internal static class VerifiedReport
{
    public static void Write(
        Terminal terminal, HostSession session, IReadOnlyList<(string Backend, VerifiedIndex Index)> verified, bool isSame, bool json)
    {
        if (json)
        {
            JsonDocuments.Write(terminal, JsonDocuments.Of(session, verified, isSame));
            return;
        }

        terminal.Say($"repository  {session.Repository.Name} ({session.Repository.Root})");
        foreach ((string backend, VerifiedIndex index) in verified)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{backend,-10}  {index.Records:N0} records, digest {index.Digest}"));
            foreach (string problem in index.Problems)
            {
                terminal.Say($"            {problem}");
            }
        }

        string verdict = !isSame ? "The two stores hold different records."
            : verified.Any(one => one.Index.Problems.Count > 0) ? "Not in order: 'vectorhost index' repairs what differs, 'vectorhost index --full' makes all of it anew."
            : verified.Count > 1 ? "In order, and the same in both."
            : "In order.";
        terminal.Say(verdict);
    }
}
