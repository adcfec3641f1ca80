namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Records side by side: each list that was asked for is as long as <see cref="Ids"/>.</summary>
internal sealed record GetAnswer
{
    public required IReadOnlyList<string> Ids { get; init; }

    public IReadOnlyList<float[]>? Embeddings { get; init; }

    public IReadOnlyList<string?>? Documents { get; init; }

    public IReadOnlyList<RecordMetadata?>? Metadatas { get; init; }
}
