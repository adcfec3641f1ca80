namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>How far a change has come.</summary>
internal sealed record UpdateResult
{
    /// <summary>The status of a change that every later read sees.</summary>
    public const string Completed = "completed";

    public required string Status { get; init; }
}
