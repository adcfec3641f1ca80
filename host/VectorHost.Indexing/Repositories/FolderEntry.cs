namespace VectorHost.Indexing.Repositories;

/// <summary>A file or folder, as its folder lists it.</summary>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink, long Length, DateTimeOffset LastWriteTimeUtc)
{
    /// <summary>Why it cannot be opened, whatever the rules say of it.</summary>
    public SkipReason? Obstacle { get; init; }
}
