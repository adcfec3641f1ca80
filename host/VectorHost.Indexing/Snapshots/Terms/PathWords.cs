namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// The words of a path, which are indexed with every chunk of the file: the name without its extension, which counts
/// twice, and the nearest three folders. What a file is called says much about what is in it.
/// </summary>
internal readonly ref struct PathWords
{
    public const int StemWeight = 2;
    private const int FolderCount = 3;

    public PathWords(ReadOnlySpan<char> path)
    {
        int nameStart = path.LastIndexOf('/') + 1;
        ReadOnlySpan<char> name = path[nameStart..];
        int dot = name.LastIndexOf('.');
        Stem = dot > 0 ? name[..dot] : name;

        ReadOnlySpan<char> folders = path[..Math.Max(nameStart - 1, 0)];
        int start = folders.Length;
        for (int i = 0; i < FolderCount && start >= 0; i++)
        {
            start = folders[..start].LastIndexOf('/');
        }

        Folders = folders[(start + 1)..];
    }

    public ReadOnlySpan<char> Stem { get; }

    public ReadOnlySpan<char> Folders { get; }
}
