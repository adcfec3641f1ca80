namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>An id in a list.</summary>
internal sealed record ListItem
{
    public required string Id { get; init; }
}
