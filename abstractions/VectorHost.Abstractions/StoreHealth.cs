namespace VectorHost.Abstractions;

/// <summary>How a store is: the answer to <see cref="IVectorStore.CheckHealthAsync"/>.</summary>
public sealed record StoreHealth
{
    /// <summary>Whether the store can be read and written now.</summary>
    public required bool IsHealthy { get; init; }

    /// <summary>One sentence for the user: what answered, or what is wrong and what to do. Without secrets.</summary>
    public required string Description { get; init; }

    /// <summary>The version of the server or library that answered, where it tells.</summary>
    public string? ServerVersion { get; init; }
}
