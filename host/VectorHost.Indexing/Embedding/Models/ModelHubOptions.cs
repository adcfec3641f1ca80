namespace VectorHost.Indexing.Embedding.Models;

/// <summary>Where models are fetched from.</summary>
public sealed record ModelHubOptions
{
    /// <summary>The hub's base address; files are at <c>OWNER/NAME/resolve/REVISION/FILE</c> below it.</summary>
    public required Uri Address { get; init; }

    /// <summary>A token for models that are not for everybody; sent to the hub itself and nowhere that it redirects to.</summary>
    public string? Token { get; init; }

    /// <summary>How long nothing may arrive.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a file is tried, each try going on where the one before it ended.</summary>
    public int MaxTries { get; init; } = 5;

    /// <summary>The address alone: a record would print the token too.</summary>
    public override string ToString() => $"{nameof(ModelHubOptions)} {{ {nameof(Address)} = {Address} }}";
}
