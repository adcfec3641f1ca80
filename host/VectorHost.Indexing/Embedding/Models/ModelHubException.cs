namespace VectorHost.Indexing.Embedding.Models;

/// <summary>A model could not be fetched. The message is for the user; it holds no token.</summary>
/// <param name="kind">How it failed.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="innerException">The cause, for a log.</param>
public sealed class ModelHubException(ModelHubFailureKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How it failed.</summary>
    public ModelHubFailureKind Kind { get; } = kind;

    /// <summary>How long the hub asks to wait, where it does.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
