using VectorHost.Indexing.Chunking;

namespace VectorHost.Indexing.Tests.Chunking;

public sealed class MarkdownChunkTests
{
    private static readonly string Paragraph = string.Concat(Enumerable.Repeat("Words that fill a line of a paragraph.\n", 5)) + "\n";

    [Test]
    public void Sections_are_cut_at_headings()
    {
        string section = "## Section\n\n" + string.Concat(Enumerable.Repeat(Paragraph, 4));

        IReadOnlyList<Chunk> chunks = Sources.Cut("# Title\n\nAbout.\n\n" + string.Concat(Enumerable.Repeat(section, 5)), "markdown");

        Assert.That(chunks.Select(static chunk => Sources.Lines(chunk.Text)[0]), Is.EqualTo(new[] { "# Title", "## Section", "## Section", "## Section", "## Section" }));
    }

    [Test]
    public void Small_sections_stay_with_their_parent()
    {
        string part = "## Part\n\n" + string.Concat(Enumerable.Repeat("### Detail\n\n" + Paragraph, 4));

        IReadOnlyList<Chunk> chunks = Sources.Cut(part + part + part, "markdown");

        Assert.That(chunks.Select(static chunk => Sources.Lines(chunk.Text)[0]), Is.EqualTo(new[] { "## Part", "## Part", "## Part" }));
    }

    [Test]
    public void A_long_section_is_cut_between_paragraphs()
    {
        IReadOnlyList<Chunk> chunks = Sources.Cut("# Title\n\n" + string.Concat(Enumerable.Repeat(Paragraph, 14)), "markdown");

        Assert.That(chunks, Has.Count.GreaterThan(1));
        Assert.That(chunks.Skip(1).Select(static chunk => (chunk.StartLine - 3) % 6), Is.All.Zero);
    }

    [Test]
    public void Code_is_kept_whole_and_a_comment_in_it_is_no_heading()
    {
        string code = "```sh\n" + string.Concat(Enumerable.Repeat("# not a heading\nmake all install\n\n", 20)) + "```\n\n";

        IReadOnlyList<Chunk> chunks = Sources.Cut("# Title\n\n" + Paragraph + Paragraph + code + Paragraph + Paragraph + "# Next\n\n" + code, "markdown");

        Assert.That(chunks.Select(static chunk => chunk.Text.Split("```").Length % 2), Is.All.EqualTo(1));
    }

    [Test]
    public void A_heading_is_never_the_last_line_of_a_chunk()
    {
        for (int lines = 1; lines < 40; lines++)
        {
            string section = "## Section\n\n" + string.Concat(Enumerable.Repeat("Words that fill a line of a paragraph.\n", lines)) + "\n";
            string underlined = "Other section\n-------------\n\n" + string.Concat(Enumerable.Repeat("Words that fill a line of a paragraph.\n", lines)) + "\n";
            foreach (Chunk chunk in Sources.Cut(string.Concat(Enumerable.Repeat(section + underlined, 8)), "markdown"))
            {
                Assert.That(chunk.Text.TrimEnd(), Does.EndWith("paragraph."));
                Assert.That(chunk.Text, Does.Not.StartWith("---"));
            }
        }
    }

    [Test]
    public void A_table_is_not_cut_from_its_head()
    {
        string table = "| name | meaning |\n|---|---|\n" + string.Concat(Enumerable.Repeat("| something | what it means to us |\n", 25)) + "\n";

        IReadOnlyList<Chunk> chunks = Sources.Cut(string.Concat(Enumerable.Repeat(Paragraph + table, 6)), "markdown");

        Assert.That(chunks.Select(static chunk => Sources.Lines(chunk.Text)[0]), Is.All.Matches<string>(static line => line.StartsWith("Words", StringComparison.Ordinal) || line == "| name | meaning |"));
    }
}
