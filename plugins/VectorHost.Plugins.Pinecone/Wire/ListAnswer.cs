namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A page of the ids of a namespace.</summary>
internal sealed record ListAnswer
{
    public IReadOnlyList<ListItem> Vectors { get; init; } = [];

    public Pagination? Pagination { get; init; }
}
