using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Pipeline;

/// <summary>What a run did, in numbers.</summary>
public sealed record IndexSummary
{
    /// <summary>Files that have records now.</summary>
    public required long Files { get; init; }

    /// <summary>Files that were opened; the others were known to be unchanged.</summary>
    public required long FilesRead { get; init; }

    /// <summary>Bytes of the files that were opened.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Records that the repository has now.</summary>
    public required long Chunks { get; init; }

    /// <summary>Records that are new.</summary>
    public required long Added { get; init; }

    /// <summary>Records whose lines or file hash changed and whose text did not: saved again with the same vector.</summary>
    public required long Updated { get; init; }

    /// <summary>Records that were right already.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Records of code that is gone.</summary>
    public required long Removed { get; init; }

    /// <summary>Texts that went through the embedder.</summary>
    public required long Embedded { get; init; }

    /// <summary>What was passed over, by reason.</summary>
    public required IReadOnlyDictionary<SkipReason, long> Skipped { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether anything in the store changed.</summary>
    public bool HasChanges => Added + Updated + Removed > 0;
}
