using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Tests.Chunking;

/// <summary>Texts to cut, and what is asked of the chunks.</summary>
internal static class Sources
{
    public static IReadOnlyList<Chunk> Cut(string text, string language) =>
        Chunker.Chunk(new SourceFile { Path = "file", Hash = "", Language = language, Text = text });

    /// <summary>The chunk that a line is in.</summary>
    public static Chunk ChunkOf(IReadOnlyList<Chunk> chunks, int line) => chunks.Single(chunk => chunk.StartLine <= line && line <= chunk.EndLine);

    /// <summary>The number of the first line that holds a text.</summary>
    public static int LineOf(string source, string text) => source.Split('\n').TakeWhile(line => !line.Contains(text, StringComparison.Ordinal)).Count() + 1;

    /// <summary>The lines of a text, as an editor numbers them.</summary>
    public static string[] Lines(string text)
    {
        string[] lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>Every source file of this repository's folders, with its language.</summary>
    public static IEnumerable<SourceFile> OfThisRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VectorHost.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        foreach (WalkedFile file in new RepositoryWalker().Walk(folder, new WalkOptions(), new SkipCounter()))
        {
            string text = File.ReadAllText(file.FullPath);
            yield return new SourceFile { Path = file.Path, Hash = "", Language = LanguageDetector.Detect(file.Path, text), Text = text };
        }
    }
}
