namespace VectorHost.Benchmarks.Throughput;

/// <summary>A backend whose records go to a server.</summary>
/// <param name="Name">The backend's name, and that of the script which drives the vendor's client.</param>
/// <param name="Server">What the report calls its server.</param>
/// <param name="Client">What the report calls the client.</param>
/// <param name="CollectionKey">The key in the backend's section that names what the records go to.</param>
/// <param name="Installed">What has to be installed.</param>
internal sealed record RemoteBackend(string Name, string Server, string Client, string CollectionKey, params IReadOnlyList<string> Installed)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RemoteBackend> All { get; } =
    [
        new("chromadb", "Chroma", "chromadb", "collection", "chroma"),
        new("postgres", "PostgreSQL 17 with pgvector", "pg", "collection", "postgres", "peers"),
        new("qdrant", "the double of Qdrant", "@qdrant/js-client-rest", "collection", "qdrant-client"),
        new("pinecone", "the double of Pinecone", "@pinecone-database/pinecone", "index_name", "pinecone-client"),
    ];
}
