namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Saves vectors in a namespace.</summary>
internal sealed record UpsertRequest
{
    public required IReadOnlyList<StoredVector<DocumentFields>> Vectors { get; init; }

    public required string Namespace { get; init; }
}
