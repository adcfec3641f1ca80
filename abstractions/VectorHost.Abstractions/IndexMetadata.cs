using System.Collections.ObjectModel;

namespace VectorHost.Abstractions;

/// <summary>
/// What a store keeps about one repository's index, beside its records. It is never a search hit and never counted.
/// </summary>
public sealed record IndexMetadata
{
    /// <summary>The repository's name: 1 to 200 characters, unique in a store.</summary>
    public required string Repository { get; init; }

    /// <summary>The repository's root folder on the machine that indexed it last, absolute.</summary>
    public required string Root { get; init; }

    /// <summary><see cref="IndexState.Writing"/> from before the first record of a run until after its last.</summary>
    public required IndexState State { get; init; }

    /// <summary>When the repository was first indexed, to the millisecond, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this metadata was last saved, to the millisecond, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What made the vectors.</summary>
    public required EmbedderFingerprint Embedder { get; init; }

    /// <summary>What cut the files into chunks, with its version and settings.</summary>
    public required string Chunker { get; init; }

    /// <summary>How many files have records, as of the last complete run.</summary>
    public required long FileCount { get; init; }

    /// <summary>How many records there are, as of the last complete run.</summary>
    public required long RecordCount { get; init; }

    /// <summary>The version of VectorHost that saved this.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Free entries, which survive a round trip unread.</summary>
    public IReadOnlyDictionary<string, string> Entries { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
