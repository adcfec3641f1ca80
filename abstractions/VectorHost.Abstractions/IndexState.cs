namespace VectorHost.Abstractions;

/// <summary>Whether a repository's records are all there.</summary>
public enum IndexState
{
    /// <summary>A run has begun and not finished: records may be missing, stale or superfluous.</summary>
    Writing,

    /// <summary>The records mirror the repository as it was at <see cref="IndexMetadata.UpdatedAt"/>.</summary>
    Complete,
}
