using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>
/// A small index that never changes, for tests that read what an earlier version of a backend wrote: freeze what the
/// version at hand writes of it (a file, statements, requests), keep that beside the tests, and expect that every later
/// version reads it.
/// </summary>
public static class FrozenData
{
    /// <summary>The repository.</summary>
    public const string Repository = "frozen/größe";

    /// <summary>The records, with what is easily lost: line ends, NUL, characters beyond 16 bits, an empty text.</summary>
    public static IReadOnlyList<ChunkRecord> Records { get; } =
    [
        new ChunkRecord
        {
            Id = new Guid("3f2504e0-4f89-81d3-9a0c-0305e82c3301"),
            Repository = Repository,
            Path = "src/Größe/Höhe.cs",
            StartLine = 12,
            EndLine = 34,
            FileHash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            ChunkHash = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
            Language = "csharp",
            Text = "int Höhe() => 1;\r\n\t\"\\\" \ud83d\ude00 \0 \u0001 end",
            Embedding = new[] { 0.6f, -0.8f, 0f, 0f },
        },
        new ChunkRecord
        {
            Id = new Guid("9c858901-8a57-8791-81fe-4c455b099bc9"),
            Repository = Repository,
            Path = "README.md",
            StartLine = 1,
            EndLine = 1,
            FileHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ChunkHash = "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096",
            Language = "markdown",
            Text = "",
            Embedding = new[] { 0.5f, 0.5f, 0.5f, 0.5f },
        },
    ];

    /// <summary>The metadata.</summary>
    public static IndexMetadata Metadata { get; } = new()
    {
        Repository = Repository,
        Root = "/work/größe",
        State = IndexState.Complete,
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
        Embedder = new EmbedderFingerprint { Provider = "test", Model = "frozen-1", Dimensions = 4 },
        Chunker = "lines/1 target=1000",
        FileCount = 2,
        RecordCount = 2,
        ToolVersion = "0.1.0",
        Entries = new Dictionary<string, string> { ["note"] = "keep \"this\"" },
    };

    /// <summary>Expects that a store holds the index, and that it can be worked with like one of today.</summary>
    /// <param name="store">The store, connected.</param>
    public static async Task AssertIsHeldAsync(IVectorStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), Records);
        Expect.SameMetadata((await store.GetMetadataAsync()).Single(), Metadata);
        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = "src/Grö" }), Is.EqualTo(1));
        VectorQuery query = new() { Embedding = Records[0].Embedding, Top = 5, Filter = RecordFilter.ForRepository(Repository) };
        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(Records, query));

        ChunkRecord changed = Records[1] with { Text = "# Größe", Path = "docs/README.md" };
        await store.SaveAsync([changed], Metadata);
        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), [Records[0], changed]);
        await store.ClearAsync(Repository);
        Assert.That(await store.ExistsAsync(), Is.False);
    }
}
