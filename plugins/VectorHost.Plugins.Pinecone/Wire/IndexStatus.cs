namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Whether an index can be used.</summary>
internal sealed record IndexStatus
{
    public required bool Ready { get; init; }

    /// <summary>Such as <c>Initializing</c>, <c>Ready</c> or <c>Terminating</c>.</summary>
    public required string State { get; init; }
}
