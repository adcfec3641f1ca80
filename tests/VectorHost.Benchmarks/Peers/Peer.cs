namespace VectorHost.Benchmarks.Peers;

/// <summary>A store, or a library, that is compared with.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Driver">The script that drives it.</param>
internal sealed record Peer(string Name, string Driver)
{
    /// <summary>Which of its ways the script takes, where it has several.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Whether it keeps texts and metadata, which its hits then bring along, and filters by them.</summary>
    public bool KeepsRecords { get; init; } = true;

    /// <summary>Stores that keep the vectors of a large repository.</summary>
    public static IReadOnlyList<Peer> Large { get; } =
    [
        new("faiss, flat", "faiss_flat.py") { KeepsRecords = false },
        new("hnswlib", "hnswlib_graph.py") { KeepsRecords = false },
        new("usearch", "usearch.mjs") { KeepsRecords = false },
        LanceDb,
        new("LanceDB, IVF_RQ", "lancedb.mjs") { Variant = "rq" },
        Chroma,
        SqliteVec,
    ];

    /// <summary>A store that keeps everything in one file of JSON, which ends some way above 10,000 records.</summary>
    public static IReadOnlyList<Peer> Small { get; } = [new("vectra", "vectra.mjs")];

    /// <summary>Stores that are opened, asked and closed as processes.</summary>
    public static IReadOnlyList<Peer> Processes { get; } = [LanceDb, Chroma, SqliteVec];

    /// <summary>Ranks texts by words.</summary>
    public static Peer FullText { get; } = new("SQLite FTS5, bm25", "fts5.py");

    private static Peer LanceDb => new("LanceDB, HNSW_SQ", "lancedb.mjs") { Variant = "hnsw" };

    private static Peer Chroma => new("Chroma", "chroma.mjs");

    private static Peer SqliteVec => new("sqlite-vec", "sqlite_vec.py");

    /// <summary>The name of the folder for its files.</summary>
    public string FolderName => $"{Path.GetFileNameWithoutExtension(Driver)}{Variant}";
}
