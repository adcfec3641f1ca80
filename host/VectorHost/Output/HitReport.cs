using System.Globalization;
using Spectre.Console;
using VectorHost.Indexing.Searching;

namespace VectorHost.Output;

/// <summary>Shows hits to a person: those of one file together, the lines that matter marked.</summary>
internal static class HitReport
{
    private const int MostLines = 10;

    public static void Write(Terminal terminal, SearchRequest request, IReadOnlyList<RankedHit> hits, bool showRepository)
    {
        if (hits.Count == 0)
        {
            terminal.Note(request.Files.IsEverything
                ? "Nothing was found."
                : "Nothing was found: no indexed file passes --path and --language.");
            return;
        }

        LineMarker marker = new(request.Query);
        bool first = true;
        foreach (IGrouping<(string, string), RankedHit> file in hits.GroupBy(hit => (hit.Record.Repository, hit.Record.Path)))
        {
            foreach (RankedHit hit in file)
            {
                if (!first)
                {
                    terminal.Results.WriteLine();
                }

                first = false;
                WriteHeading(terminal.Results, hit, showRepository);
                WriteLines(terminal.Results, hit, marker);
            }
        }
    }

    private static void WriteHeading(IAnsiConsole console, RankedHit hit, bool showRepository)
    {
        string repository = showRepository ? $"{hit.Record.Repository}:" : "";
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{hit.Rank,2}  {hit.Score:0.000}  "), new Style(Color.Grey)));
        console.Write(new Text($"{repository}{hit.Record.Path}:{hit.Record.StartLine}-{hit.Record.EndLine}", new Style(Color.Aqua, decoration: Decoration.Bold)));
        console.WriteLine($"  {hit.Record.Language}", new Style(Color.Grey));
    }

    private static void WriteLines(IAnsiConsole console, RankedHit hit, LineMarker marker)
    {
        string[] lines = hit.Record.Text!.Split('\n');
        IReadOnlyList<bool> marks = marker.Mark(lines);
        (int start, int end) = Window(marks);
        for (int i = start; i < end; i++)
        {
            string number = (hit.Record.StartLine + i).ToString(CultureInfo.InvariantCulture).PadLeft(6);
            Style style = marks[i] ? new Style(decoration: Decoration.Bold) : new Style(Color.Grey);
            console.WriteLine($"{(marks[i] ? '>' : ' ')}{number}  {Printable(lines[i])}", style);
        }

        if (end - start < lines.Length)
        {
            console.WriteLine($"        … {lines.Length - (end - start)} more lines", new Style(Color.Grey));
        }
    }

    /// <summary>The stretch of lines with the most marks; the first one where several are equal.</summary>
    private static (int Start, int End) Window(IReadOnlyList<bool> marks)
    {
        int size = Math.Min(MostLines, marks.Count);
        int count = marks.Take(size).Count(mark => mark);
        (int start, int best) = (0, count);
        for (int i = size; i < marks.Count; i++)
        {
            count += (marks[i] ? 1 : 0) - (marks[i - size] ? 1 : 0);
            if (count > best)
            {
                (start, best) = (i - size + 1, count);
            }
        }

        return (start, start + size);
    }

    /// <summary>Text of a repository must not steer the terminal.</summary>
    private static string Printable(string line) =>
        string.Concat(line.TrimEnd().Replace("\t", "    ", StringComparison.Ordinal).Select(c => char.IsControl(c) ? '�' : c));
}
