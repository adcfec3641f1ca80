namespace VectorHost.Indexing.Embedding;

/// <summary>
/// Text could not be embedded. The message is for the user: what is wrong, where, and what to do; it holds no secret.
/// </summary>
/// <param name="kind">How embedding failed.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="innerException">The cause, for a log; its text may not be fit for users.</param>
public sealed class EmbeddingException(EmbeddingFailureKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How embedding failed.</summary>
    public EmbeddingFailureKind Kind { get; } = kind;

    /// <summary>
    /// Whether the same call may succeed later. By default true for <see cref="EmbeddingFailureKind.Unavailable"/>,
    /// <see cref="EmbeddingFailureKind.TimedOut"/> and <see cref="EmbeddingFailureKind.Throttled"/>.
    /// </summary>
    public bool IsTransient { get; init; } =
        kind is EmbeddingFailureKind.Unavailable or EmbeddingFailureKind.TimedOut or EmbeddingFailureKind.Throttled;

    /// <summary>How long the provider asks to wait before the next try, where it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
