using System.Text;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Tests.Chunking;

/// <summary>What holds for every text in every language.</summary>
public sealed class ChunkerPropertyTests
{
    private static readonly string[] Languages =
        ["csharp", "python", "go", "javascript", "rust", "c", "java", "ruby", "elixir", "haskell", "clojure", "sql", "yaml", "json", "html", "css", "markdown", "restructuredtext", "text", "csv", "unheard-of"];

    private static readonly string[] Pieces =
        ["", "", "  ", "\t", "    x = f(a,", ")", "}", "{", "class A {", "def f():", "    return 1", "/// <summary>", "/** doc", " * more", " */", "# Title", "## Part", "```", "~~~", "===",
         "---", "- item", "1. item", "| a | b |", "\"\"\"", "'''", "`", "'a", "\"open", "(((((", "]", "end", "else:", "#if X", "#endif", "@decorator", "[Attribute]", "#[derive(Debug)]", "<div>", "</div>",
         "out:", ".Select(x => x)", "&& y", "// comment", "//", "--[[", "{-", "<!--", "func (r *R) F() {", "𝄞𝄞𝄞", "\u00a0", "a\fb", "\u2028", "some plain words in a row, and a few more of them"];

    private static IEnumerable<SourceFile> Texts()
    {
        Random random = new(20260401);
        for (int index = 0; index < 600; index++)
        {
            StringBuilder text = new(random.Next(10) == 0 ? "\n\n" : "");
            string lineEnd = random.GetItems(new[] { "\n", "\n", "\r\n", "\r" }, 1)[0];
            for (int line = random.Next(1, 120); line > 0; line--)
            {
                text.Append(' ', random.Next(4) * 2).AppendJoin(' ', random.GetItems(Pieces, random.Next(1, 4)));
                text.Append(random.Next(60) == 0 ? new string('y', random.Next(3_000)) : "").Append(random.Next(20) == 0 ? "\r\n" : lineEnd);
            }

            string source = random.Next(2) == 0 ? text.ToString() : text.ToString().TrimEnd();
            yield return new SourceFile { Path = $"random {index}", Hash = "", Language = Languages[index % Languages.Length], Text = source };
        }

        foreach (SourceFile file in Sources.OfThisRepository())
        {
            yield return file;
        }
    }

    [Test]
    public void Every_line_is_in_exactly_one_chunk_and_the_text_is_those_lines()
    {
        foreach (SourceFile file in Texts().Where(static file => !string.IsNullOrWhiteSpace(file.Text)))
        {
            string[] lines = Sources.Lines(file.Text);
            int next = 1;
            foreach (Chunk chunk in Chunker.Chunk(file))
            {
                Assert.That(chunk.StartLine, Is.EqualTo(next), file.Path);
                Assert.That(chunk.Text, Is.EqualTo(string.Join('\n', lines[(chunk.StartLine - 1)..chunk.EndLine])), file.Path);
                next = chunk.EndLine + 1;
            }

            Assert.That(next - 1, Is.EqualTo(lines.Length), file.Path);
        }
    }

    [Test]
    public void No_chunk_is_larger_than_the_limit_unless_it_has_a_single_line()
    {
        foreach (SourceFile file in Texts())
        {
            foreach (Chunk chunk in Chunker.Chunk(file).Where(static chunk => chunk.Text.Length >= Chunker.MaxLength))
            {
                Assert.That(chunk.Text.Split('\n').Count(static line => !string.IsNullOrWhiteSpace(line)), Is.EqualTo(1), () => $"{file.Path}:{chunk.StartLine}");
            }
        }
    }

    [Test]
    public void A_chunk_is_never_blank_and_begins_with_a_blank_line_only_at_the_top_of_a_file()
    {
        foreach (SourceFile file in Texts())
        {
            foreach (Chunk chunk in Chunker.Chunk(file))
            {
                Assert.That(chunk.Text, Has.Some.Matches<char>(static character => !char.IsWhiteSpace(character)));
                Assert.That(chunk.StartLine == 1 || !string.IsNullOrWhiteSpace(chunk.Text.Split('\n')[0]), Is.True, () => $"{file.Path}:{chunk.StartLine}");
            }
        }
    }

    [Test]
    public void Line_ends_make_no_difference()
    {
        foreach (SourceFile file in Texts())
        {
            string unix = file.Text.Replace("\r\n", "\n").Replace('\r', '\n');

            IReadOnlyList<Chunk> chunks = Chunker.Chunk(file with { Text = unix });

            Assert.That(Chunker.Chunk(file), Is.EqualTo(chunks), file.Path);
            Assert.That(Chunker.Chunk(file with { Text = unix.Replace("\n", "\r\n") }), Is.EqualTo(chunks), file.Path);
        }
    }

    [Test]
    public void Chunks_are_near_the_target_in_real_sources()
    {
        int[] lengths = [.. Sources.OfThisRepository().Where(static file => file.Text.Length > 3_000).SelectMany(static file => Chunker.Chunk(file)).Select(static chunk => chunk.Text.Length)];

        Assert.That(lengths, Is.Not.Empty);
        Assert.That(lengths.Average(), Is.InRange(700, 1_300));
        Assert.That(lengths.Count(static length => length < 300), Is.LessThan(lengths.Length / 10));
    }

    [Test]
    public void An_edit_leaves_most_chunks_of_a_file_as_they_are()
    {
        SourceFile file = Sources.OfThisRepository().Single(static file => file.Path.EndsWith("/GlobCompiler.cs", StringComparison.Ordinal));
        string edited = file.Text.Replace("internal ref struct", "// One more line.\ninternal ref struct", StringComparison.Ordinal);

        string[] before = [.. Chunker.Chunk(file).Select(static chunk => chunk.Text)];
        string[] after = [.. Chunker.Chunk(file with { Text = edited }).Select(static chunk => chunk.Text)];

        Assert.That(after.Except(before).Count(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase(" \r\n\t\r\n")]
    public void White_space_alone_has_no_chunks(string text)
    {
        Assert.That(Sources.Cut(text, "csharp"), Is.Empty);
    }

    [Test]
    public void A_line_beyond_all_bounds_has_several_chunks_that_cut_no_character()
    {
        string line = new string('x', Chunker.MaxTextLength - 1) + string.Concat(Enumerable.Repeat("𝄞", 50_000));

        IReadOnlyList<Chunk> chunks = Sources.Cut($"first\n{line}\nlast\n", "javascript");

        IReadOnlyList<Chunk> pieces = [.. chunks.Where(static chunk => (chunk.StartLine, chunk.EndLine) == (2, 2))];
        Assert.That(pieces, Has.Count.EqualTo(chunks.Count - 2));
        Assert.That(string.Concat(pieces.Select(static piece => piece.Text)), Is.EqualTo(line));
        Assert.That(pieces[0].Text, Is.EqualTo(new string('x', Chunker.MaxTextLength - 1)));
        Assert.That(pieces.Select(static piece => piece.Text.Length), Has.All.LessThanOrEqualTo(Chunker.MaxTextLength));
    }

    [Test]
    public void A_line_beyond_all_bounds_is_cut_between_words()
    {
        string line = string.Join(' ', Enumerable.Range(0, 5_000).Select(static i => $"word{i}"));

        IReadOnlyList<Chunk> chunks = Sources.Cut(line, "text");

        Assert.That(chunks.SelectMany(static chunk => chunk.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo(line.Split(' ')));
        Assert.That(chunks.Select(static chunk => chunk.Text.Length), Has.All.LessThanOrEqualTo(Chunker.MaxTextLength));
    }

    [Test]
    public void A_flood_of_blank_lines_does_not_make_a_flood_of_text()
    {
        IReadOnlyList<Chunk> chunks = Sources.Cut("first" + new string('\n', 100_000) + "last", "text");

        Assert.That(chunks.Select(static chunk => (chunk.StartLine, chunk.EndLine, chunk.Text.Length)), Is.EqualTo(new[] { (1, 100_000, Chunker.MaxTextLength), (100_001, 100_001, 4) }));
    }

    [Test]
    public void The_fingerprint_names_the_version_and_the_settings()
    {
        Assert.That(Chunker.Fingerprint, Is.EqualTo("lines-2;target=1000;max=1500;text=8192"));
    }
}
