namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What most failures are wrapped in.</summary>
internal sealed record QdrantError
{
    public required Explanation Status { get; init; }

    /// <summary>What went wrong.</summary>
    internal sealed record Explanation
    {
        public required string Error { get; init; }
    }
}
