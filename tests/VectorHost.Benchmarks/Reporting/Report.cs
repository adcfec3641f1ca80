namespace VectorHost.Benchmarks.Reporting;

/// <summary>Writes results as Markdown.</summary>
/// <param name="writer">Where to.</param>
internal sealed class Report(TextWriter writer)
{
    /// <summary>Begins a part.</summary>
    public void Heading(string text) => Write($"## {text}");

    /// <summary>Says something.</summary>
    public void Paragraph(string text) => Write(text);

    /// <summary>Shows a table.</summary>
    public void Table(MarkdownTable table) => Write(table.ToString());

    private void Write(string text)
    {
        writer.WriteLine(text);
        writer.WriteLine();
        writer.Flush();
    }
}
