namespace VectorHost.Hosting.Catalog;

/// <summary>Why a backend cannot be used.</summary>
public enum BackendFailureReason
{
    /// <summary>No plugin provides a backend of this name.</summary>
    Unknown,

    /// <summary>Two plugins provide it, and neither is preferred.</summary>
    Ambiguous,

    /// <summary>It is pinned to a plugin that does not provide it.</summary>
    Mispinned,

    /// <summary>A plugin provides it and was rejected when its files were read.</summary>
    Rejected,

    /// <summary>Its plugin could not be copied or loaded.</summary>
    NotLoaded,

    /// <summary>Its plugin was loaded, and its store could not be created.</summary>
    NotCreated,
}
