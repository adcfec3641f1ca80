using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>What a store holds of a repository, and what is wrong with it.</summary>
public sealed record VerifiedIndex
{
    /// <summary>The metadata; <see langword="null"/> where there is none.</summary>
    public required IndexMetadata? Metadata { get; init; }

    /// <summary>How many records there are.</summary>
    public required long Records { get; init; }

    /// <summary>Their digest, as <see cref="RecordDigest.Value"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>What is wrong, a sentence each; none where all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
