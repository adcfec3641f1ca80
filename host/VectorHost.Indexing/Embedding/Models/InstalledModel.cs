namespace VectorHost.Indexing.Embedding.Models;

/// <summary>A model in the library, as its <c>model.json</c> describes it.</summary>
public sealed record InstalledModel
{
    /// <summary>The name that it was asked for by.</summary>
    public required string Name { get; init; }

    /// <summary>The commit that it was fetched from, where the hub told it.</summary>
    public string? Commit { get; init; }

    /// <summary>The hub's address.</summary>
    public required string Hub { get; init; }

    /// <summary>Its files, with what they were compared with: a SHA-256, a git object's id, or nothing.</summary>
    public required IReadOnlyDictionary<string, string?> Files { get; init; }

    /// <summary>How many bytes its files have.</summary>
    public required long Bytes { get; init; }
}
