namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Where the next page of an answer begins.</summary>
internal sealed record Pagination
{
    public string? Next { get; init; }
}
