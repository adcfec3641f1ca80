namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Deletes vectors of a namespace: those with the ids, or all.</summary>
internal sealed record DeleteRequest
{
    public required string Namespace { get; init; }

    public IReadOnlyCollection<string>? Ids { get; init; }

    public bool? DeleteAll { get; init; }
}
