namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Asks for a page of the vectors whose metadata matches a filter.</summary>
internal sealed record FetchByMetadataRequest
{
    public required string Namespace { get; init; }

    public required IReadOnlyDictionary<string, OneOf> Filter { get; init; }

    public required int Limit { get; init; }

    public string? PaginationToken { get; init; }
}
