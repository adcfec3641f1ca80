namespace VectorHost.Benchmarks.Reporting;

/// <summary>A table that can be read as it is written: the first column to the left, numbers to the right.</summary>
/// <param name="columns">The columns' titles.</param>
internal sealed class MarkdownTable(params IReadOnlyList<string> columns)
{
    /// <summary>What stands where there is nothing to say.</summary>
    public const string Nothing = "–";

    private readonly List<IReadOnlyList<string>> _rows = [columns];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many as there are columns.</param>
    public void Add(params IReadOnlyList<string> cells)
    {
        if (cells.Count != columns.Count)
        {
            throw new ArgumentException($"A row takes {columns.Count} cells, not {cells.Count}.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths = [.. columns.Select((_, column) => _rows.Max(row => row[column].Length))];
        List<string> lines = [.. _rows.Select(row => Line(row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))))];
        lines.Insert(1, Line(widths.Select((width, i) => i == 0 ? new string('-', width) : $"{new string('-', width - 1)}:")));
        return string.Join('\n', lines);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
