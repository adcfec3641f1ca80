namespace VectorHost.Plugins.Postgres.Tables;

/// <summary>The names of a collection's tables and of pgvector's own, quoted to be written into SQL.</summary>
/// <param name="schema">The schema that the tables are in.</param>
/// <param name="collection">What their names begin with.</param>
/// <param name="vectorSchema">The schema that pgvector is in, which need not be on anybody's search path.</param>
internal sealed class CollectionNames(string schema, string collection, string vectorSchema)
{
    /// <summary>The schema, quoted.</summary>
    public string Schema { get; } = Quote(schema);

    /// <summary>The table of chunks, in its schema.</summary>
    public string Chunk { get; } = $"{Quote(schema)}.{Quote(ChunkTable(collection))}";

    /// <summary>The table of repositories, in its schema.</summary>
    public string Repository { get; } = $"{Quote(schema)}.{Quote(RepositoryTable(collection))}";

    /// <summary>The temporary table through which records come in; its columns are the same for every collection.</summary>
    public string Staging { get; } = "pg_temp.vectorhost_staging_1";

    /// <summary>The type of a vector.</summary>
    public string Vector { get; } = $"{Quote(vectorSchema)}.vector";

    /// <summary>The function that gives a vector's bytes.</summary>
    public string VectorSend { get; } = $"{Quote(vectorSchema)}.vector_send";

    /// <summary>The operator for the cosine distance of two vectors: one less their cosine.</summary>
    public string CosineDistance { get; } = $"OPERATOR({Quote(vectorSchema)}.<=>)";

    /// <summary>The operator class that indexes by <see cref="CosineDistance"/>.</summary>
    public string CosineOperators { get; } = $"{Quote(vectorSchema)}.vector_cosine_ops";

    /// <summary>What advisory locks of this collection are named after.</summary>
    public string LockName { get; } = $"{schema}/{collection}";

    /// <summary>What the names of the indexes over vectors begin with, not quoted; their length follows.</summary>
    public string IndexPrefix { get; } = $"{collection}_hnsw_";

    /// <summary>The name of the table of chunks, not quoted.</summary>
    public static string ChunkTable(string collection) => $"{collection}_chunk";

    /// <summary>The name of the table of repositories, not quoted.</summary>
    public static string RepositoryTable(string collection) => $"{collection}_repository";

    /// <summary>The name of the index over vectors of one length, without its schema.</summary>
    public string IndexOf(int dimensions) => Quote($"{IndexPrefix}{dimensions}");

    /// <summary>A name as SQL takes it literally.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
