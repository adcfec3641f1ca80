namespace VectorHost.Hosting.Loading;

/// <summary>How a copy of a plugin is recognised as the one made of its files.</summary>
public enum CopyCheck
{
    /// <summary>
    /// By paths, lengths and times of all files and the module ids of all assemblies; the copy's files are compared by
    /// length. Fast. A native library or data file that was replaced by one of the same length and time is not noticed.
    /// </summary>
    Stamp,

    /// <summary>By hashing every byte of the plugin and of the copy, each time.</summary>
    Content,
}
