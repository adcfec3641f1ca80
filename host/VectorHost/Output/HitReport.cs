using System.Globalization;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Searching;

namespace VectorHost.Output;

/// <summary>Shows hits to a person: those of one file together, the lines that matter marked.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="query">The question.</param>
/// <param name="details">What is said of each hit.</param>
internal sealed class HitReport(Terminal terminal, string query, HitDetails details)
{
    private const int MostLines = 10;
    private const int LinesBeforeMark = 2;

    private readonly LineMarker _marker = new(query);

    public void Write(IReadOnlyList<RankedHit> hits)
    {
        bool first = true;
        foreach (RankedHit hit in hits.GroupBy(hit => $"{hit.Record.Repository}\0{hit.Record.Path}").SelectMany(file => file))
        {
            if (!first)
            {
                terminal.Say("");
            }

            first = false;
            WriteHeading(hit);
            if (details.Explains)
            {
                WriteExplanation(hit);
            }

            WriteLines(hit);
        }
    }

    private void WriteHeading(RankedHit hit)
    {
        string repository = details.AllRepositories ? $"{hit.Record.Repository}:" : "";
        string place = Printable($"{repository}{hit.Record.Path}:{hit.Record.StartLine}-{hit.Record.EndLine}");
        terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{hit.Rank,2}  {hit.Score:0.000}  "), TextTone.Quiet);
        terminal.Write(place, TextTone.Place);
        terminal.Say($"  {hit.Record.Language}", TextTone.Quiet);
    }

    private void WriteExplanation(RankedHit hit)
    {
        foreach (ScoreChange change in hit.Explanation)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"        {change.Amount:+0.000;-0.000}  {change.Signal}: {change.Reason}"), TextTone.Quiet);
        }
    }

    private void WriteLines(RankedHit hit)
    {
        string[] lines = hit.Record.Text!.Split('\n');
        IReadOnlyList<bool> marks = _marker.Mark(hit.Record.Path, hit.Record.StartLine, lines);
        (int start, int end) = Window(marks);
        for (int i = start; i < end; i++)
        {
            string number = (hit.Record.StartLine + i).ToString(CultureInfo.InvariantCulture).PadLeft(6);
            terminal.Say($"{(marks[i] ? '>' : ' ')}{number}  {Printable(lines[i])}", marks[i] ? TextTone.Strong : TextTone.Quiet);
        }

        if (end - start < lines.Length)
        {
            terminal.Say($"        … {lines.Length - (end - start)} more lines", TextTone.Quiet);
        }
    }

    /// <summary>The stretch of lines with the most marks, the first one where several are equal, with a little of what comes before.</summary>
    private static (int Start, int End) Window(IReadOnlyList<bool> marks)
    {
        int size = Math.Min(MostLines, marks.Count);
        int best = 0;
        int most = 0;
        for (int line = 0; line < marks.Count; line++)
        {
            int start = Math.Clamp(line - LinesBeforeMark, 0, marks.Count - size);
            if (marks[line] && CountMarks(marks, start, size) is int count && count > most)
            {
                best = start;
                most = count;
            }
        }

        return (best, best + size);
    }

    private static int CountMarks(IReadOnlyList<bool> marks, int start, int size)
    {
        int count = 0;
        for (int line = start; line < start + size; line++)
        {
            count += marks[line] ? 1 : 0;
        }

        return count;
    }

    /// <summary>Text of a repository, the names of its files included, must not steer the terminal.</summary>
    private static string Printable(string line) =>
        string.Concat(line.TrimEnd().Replace("\t", "    ", StringComparison.Ordinal).Select(c => char.IsControl(c) ? '�' : c));
}
