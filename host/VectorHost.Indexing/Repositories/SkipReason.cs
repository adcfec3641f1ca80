namespace VectorHost.Indexing.Repositories;

/// <summary>Why a file or folder of a repository is not indexed.</summary>
public enum SkipReason
{
    /// <summary>Named by an ignore file: <c>.gitignore</c> and friends, or <c>.vectorhostignore</c>.</summary>
    Ignored,

    /// <summary>Named by <see cref="WalkOptions.Exclude"/>.</summary>
    Excluded,

    /// <summary>What a version control system keeps for itself, such as <c>.git</c>.</summary>
    VersionControl,

    /// <summary>A folder that a tool fills by itself, such as <c>node_modules</c>.</summary>
    ToolFolder,

    /// <summary>A symbolic link. What it leads to is indexed where it really is, if that is in the repository.</summary>
    Link,

    /// <summary>Larger than <see cref="WalkOptions.MaxFileBytes"/>.</summary>
    TooLarge,

    /// <summary>No content: an empty file, or one of white space alone.</summary>
    Empty,

    /// <summary>Not text, by its extension or by its bytes.</summary>
    Binary,

    /// <summary>Written by a tool, by its name or by a comment at its beginning.</summary>
    Generated,

    /// <summary>Made small for machines rather than for readers, by its name or by its long lines.</summary>
    Minified,

    /// <summary>The resolved dependencies of a package manager, such as <c>package-lock.json</c>.</summary>
    LockFile,

    /// <summary>The system did not let us read it, or it went away in the meantime.</summary>
    Unreadable,

    /// <summary>A pipe, socket or device, which blocks or acts when it is opened, and never is.</summary>
    NotAFile,

    /// <summary>Its name is not UTF-8, so that it can neither be opened nor be named.</summary>
    UnreadableName,
}
