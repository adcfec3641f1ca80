namespace VectorHost.Indexing.Repositories;

/// <summary>A file or folder, as its folder lists it.</summary>
/// <remarks>A class: what the framework lists and sorts has code of its own for every structure, which nothing compiles ahead of time.</remarks>
internal sealed record FolderEntry(string Name, bool IsFolder, bool IsLink, long Length, DateTimeOffset LastWriteTimeUtc)
{
    /// <summary>Why it cannot be opened, whatever the rules say of it.</summary>
    public SkipReason? Obstacle { get; init; }
}
