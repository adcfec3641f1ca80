namespace VectorHost.Abstractions;

/// <summary>
/// A store could not do what it was asked. The message is for the user: what is wrong, where, and what to do; it holds
/// no secret.
/// </summary>
/// <remarks>
/// A plugin that sets an inner exception uses a type of the runtime: an exception of a private dependency would keep
/// the plugin alive, and the host replaces it by its text.
/// </remarks>
/// <param name="kind">How the store failed.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="innerException">The cause, of a type that the host knows too.</param>
public sealed class VectorStoreException(StoreFailureKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How the store failed.</summary>
    public StoreFailureKind Kind { get; } = kind;

    /// <summary>The backend's name. The host fills it in where the plugin did not.</summary>
    public string? Backend { get; init; }

    /// <summary>The operation, such as <c>search</c>. The host fills it in where the plugin did not.</summary>
    public string? Operation { get; init; }

    /// <summary>
    /// Whether the same call may succeed later. By default true for <see cref="StoreFailureKind.Unavailable"/>,
    /// <see cref="StoreFailureKind.TimedOut"/> and <see cref="StoreFailureKind.Throttled"/>.
    /// </summary>
    public bool IsTransient { get; init; } =
        kind is StoreFailureKind.Unavailable or StoreFailureKind.TimedOut or StoreFailureKind.Throttled;

    /// <summary>How long the store asks to wait before the next try, where it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
