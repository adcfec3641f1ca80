using System.Security.Cryptography;
using System.Text;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Tests.Snapshots;

/// <summary>Files with chunks, made up from a seed or by hand.</summary>
internal sealed class Corpus
{
    private static readonly string[] Words =
    [
        "open", "close", "readFile", "write_file", "HTTPServer", "größe", "Größe", "检索", "データ", "naïveParser", "index",
        "vector", "store", "plugin", "loadContext", "unload", "snapshot", "posting", "list", "merge", "cache", "caches",
        "searchTerms", "query", "repository", "walker", "chunker", "embedder", "batch", "retry", "данные", "ελληνικά",
    ];

    private static readonly string[] Folders = ["src", "tests", "host/Loading", "Ünïcode/ディレクトリ", "a/b/c/d/e"];

    public static SnapshotHeader Header { get; } = new()
    {
        Repository = "acme/größe",
        Revision = new Guid("5f0c3f5e-9a52-4f0f-8d3c-0123456789ab"),
        Embedder = "lexical/1 (1024 dimensions)",
        Chunker = "lines/1 1000",
        StartedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567),
    };

    public List<(SnapshotFile File, List<(SnapshotChunk Chunk, string Text)> Chunks)> Files { get; } = [];

    /// <summary>The files as a snapshot orders them: by the UTF-8 bytes of their paths.</summary>
    public List<(SnapshotFile File, List<(SnapshotChunk Chunk, string Text)> Chunks)> Ordered =>
        [.. Files.OrderBy(file => Convert.ToHexString(Encoding.UTF8.GetBytes(file.File.Path)), StringComparer.Ordinal)];

    public static Corpus Random(int seed, int files = 40)
    {
        Random random = new(seed);
        Corpus corpus = new();
        for (int i = 0; i < files; i++)
        {
            string path = $"{Folders[random.Next(Folders.Length)]}/{Words[random.Next(Words.Length)]}{i}.cs";
            if (random.Next(8) == 0)
            {
                corpus.AddSkipped(path, (byte)random.Next(1, 9));
            }
            else
            {
                corpus.Add(path, [.. Enumerable.Range(0, random.Next(6)).Select(_ => RandomText(random))]);
            }
        }

        return corpus;
    }

    public static string RandomText(Random random, int longest = 80) =>
        string.Join(' ', Enumerable.Range(0, random.Next(longest)).Select(_ => RandomWord(random)));

    public static string RandomWord(Random random)
    {
        // Squaring makes the first words common and the last ones rare; numbers make words that stand once.
        double position = random.NextDouble();
        return random.Next(20) == 0
            ? $"name{random.Next(10_000)}"
            : Words[(int)(position * position * Words.Length)];
    }

    public Corpus Add(string path, params string[] texts)
    {
        List<(SnapshotChunk, string)> chunks = [];
        for (int i = 0; i < texts.Length; i++)
        {
            byte[] id = SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\0{i}\0{texts[i]}"));
            SnapshotChunk chunk = new()
            {
                Id = new Guid(id.AsSpan(0, 16)),
                StartLine = (i * 30) + 1,
                EndLine = (i * 30) + 30,
                Hash = Hash(texts[i]),
            };
            chunks.Add((chunk, texts[i]));
        }

        Files.Add((File(path, string.Concat(texts)) with { Language = "csharp" }, chunks));
        return this;
    }

    public Corpus AddSkipped(string path, byte reason)
    {
        Files.Add((File(path, path) with { SkipReason = reason }, []));
        return this;
    }

    private static SnapshotFile File(string path, string text) => new()
    {
        Path = path,
        Length = Encoding.UTF8.GetByteCount(text),
        LastWriteTime = Header.StartedAt.AddTicks(-text.Length - 1),
        Hash = Hash(text),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
