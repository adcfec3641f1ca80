using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Moving;

/// <summary>Stores in memory that hold a repository as a completed run leaves it.</summary>
internal static class FilledStore
{
    public const string Repository = "shop";

    private const int Dimensions = 3;

    public static async Task<InMemoryVectorStore> CreateAsync(int records = 120, IndexState state = IndexState.Complete)
    {
        InMemoryVectorStore store = new();
        await store.SaveAsync([.. Enumerable.Range(1, records).Select(Record)], Metadata(records, state));
        return store;
    }

    public static ChunkRecord Record(int number)
    {
        string text = $"void M{number}() {{ /* \u00e4\u4e2d\ud83d\ude00 \u2028 \"quoted\" */ }}\r\n";
        double angle = number * 0.37;
        return new ChunkRecord
        {
            Id = new Guid(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16)),
            Repository = Repository,
            Path = $"src/File{number % 10}.cs",
            StartLine = number,
            EndLine = number + 3,
            FileHash = HashOf($"file {number % 10}"),
            ChunkHash = HashOf(text),
            Language = "csharp",
            Text = text,
            Embedding = new[] { (float)Math.Cos(angle), (float)Math.Sin(angle), 0f },
        };
    }

    public static IndexMetadata Metadata(int records, IndexState state = IndexState.Complete) => new()
    {
        Repository = Repository,
        Root = "/code/shop",
        State = state,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1),
        Embedder = new EmbedderFingerprint { Provider = "test", Model = "circle", Dimensions = Dimensions },
        Chunker = "test 1",
        FileCount = Math.Min(records, 10),
        RecordCount = records,
        ToolVersion = "1.0.0",
        Entries = new Dictionary<string, string> { ["note"] = "keep \"this\"" },
    };

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
