namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Writes one entry of the catalogue.</summary>
internal sealed record CatalogueBody
{
    public required IReadOnlyList<string> Ids { get; init; }

    public required IReadOnlyList<RecordMetadata> Metadatas { get; init; }

    public required IReadOnlyList<string> Documents { get; init; }

    /// <summary>Nobody searches the catalogue, but a record must have a vector.</summary>
    public IReadOnlyList<float[]> Embeddings { get; init; } = [[1]];
}
