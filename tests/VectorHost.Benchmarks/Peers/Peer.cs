namespace VectorHost.Benchmarks.Peers;

/// <summary>A store, or a library, that is compared with.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Driver">The script that drives it, below the benchmarks' folder.</param>
internal sealed record Peer(string Name, string Driver)
{
    /// <summary>What is different in the script's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it keeps texts and metadata, which its hits then bring along, and filters by them.</summary>
    public bool KeepsRecords { get; init; } = true;

    /// <summary>Stores that keep the vectors of a large repository.</summary>
    public static IReadOnlyList<Peer> Large { get; } =
    [
        new("faiss, flat", "Peers/Drivers/faiss_flat.py") { KeepsRecords = false },
        new("hnswlib", "Peers/Drivers/hnswlib_graph.py") { KeepsRecords = false },
        new("usearch", "Peers/Drivers/usearch.mjs") { KeepsRecords = false },
        LanceDb,
        new("LanceDB, IVF_RQ", "Peers/Drivers/lancedb.mjs") { Environment = LanceDbIndex("rq") },
        Chroma,
        SqliteVec,
    ];

    /// <summary>A store that keeps everything in one file of JSON, which ends some way above 10,000 records.</summary>
    public static IReadOnlyList<Peer> Small { get; } = [new("vectra", "Peers/Drivers/vectra.mjs")];

    /// <summary>Stores that are opened, asked and closed as processes.</summary>
    public static IReadOnlyList<Peer> Processes { get; } = [LanceDb, Chroma, SqliteVec];

    /// <summary>Ranks texts by words.</summary>
    public static Peer FullText { get; } = new("SQLite FTS5, bm25", "Peers/Drivers/fts5.py");

    private static Peer LanceDb => new("LanceDB, HNSW_SQ", "Peers/Drivers/lancedb.mjs") { Environment = LanceDbIndex("hnsw") };

    private static Dictionary<string, string> LanceDbIndex(string name) => new() { ["LANCEDB_INDEX"] = name };

    private static Peer Chroma => new("Chroma", "Peers/Drivers/chroma.mjs");

    private static Peer SqliteVec => new("sqlite-vec", "Peers/Drivers/sqlite_vec.py");

    /// <summary>The name of the folder for its files.</summary>
    public string FolderName => string.Concat(Environment.Values.Prepend(Path.GetFileNameWithoutExtension(Driver)));
}
