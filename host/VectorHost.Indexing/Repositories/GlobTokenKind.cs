namespace VectorHost.Indexing.Repositories;

/// <summary>What one step of a <see cref="Glob"/> accepts.</summary>
internal enum GlobTokenKind
{
    /// <summary>One certain byte.</summary>
    Literal,

    /// <summary>One byte out of a set, which never holds the slash.</summary>
    Set,

    /// <summary>Any number of bytes but slashes: <c>*</c>.</summary>
    Star,

    /// <summary>Any number of bytes: <c>**</c> at the end.</summary>
    AnyPath,

    /// <summary>Nothing, or anything that ends with a slash: <c>**/</c>.</summary>
    AnyFolders,
}
