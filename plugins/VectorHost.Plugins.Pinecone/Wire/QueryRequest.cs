namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Asks for the records of a namespace that are nearest to a vector.</summary>
internal sealed record QueryRequest
{
    public required string Namespace { get; init; }

    public required int TopK { get; init; }

    public required ReadOnlyMemory<float> Vector { get; init; }

    public IReadOnlyDictionary<string, OneOf>? Filter { get; init; }

    public bool IncludeValues { get; init; }

    public bool IncludeMetadata { get; init; }
}
