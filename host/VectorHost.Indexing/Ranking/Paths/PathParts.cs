namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>A path, taken apart.</summary>
internal readonly ref struct PathParts
{
    private const char Separator = '/';

    private readonly ReadOnlySpan<char> _folders;

    /// <summary>Takes a path apart.</summary>
    /// <param name="path">The path, with <c>/</c> between its parts.</param>
    public PathParts(ReadOnlySpan<char> path)
    {
        int name = path.LastIndexOf(Separator) + 1;
        _folders = path[..name];
        Name = path[name..];
        int dot = Name.LastIndexOf('.');
        Stem = dot < 0 ? default : Name[..dot];
        Extension = Name[(dot < 0 ? Name.Length : dot + 1)..];
    }

    /// <summary>The file's name.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>The name before its last dot; empty where it has none.</summary>
    public ReadOnlySpan<char> Stem { get; }

    /// <summary>What is behind the last dot of the name; empty where it has none.</summary>
    public ReadOnlySpan<char> Extension { get; }

    /// <summary>The folders, from the outermost to the innermost.</summary>
    public FolderEnumerator GetEnumerator() => new(_folders);

    /// <summary>Whether the file lies in such a folder.</summary>
    /// <param name="names">The folder's names.</param>
    /// <param name="depth">How many of the outermost folders are looked at.</param>
    public bool LiesIn(NamePatterns names, int depth = int.MaxValue)
    {
        foreach (ReadOnlySpan<char> folder in this)
        {
            if (depth-- == 0)
            {
                return false;
            }

            if (names.Fit(folder))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes through the folders of a path.</summary>
    /// <param name="folders">The folders, with a separator behind each.</param>
    public ref struct FolderEnumerator(ReadOnlySpan<char> folders)
    {
        private ReadOnlySpan<char> _rest = folders;

        /// <summary>The folder's name.</summary>
        public ReadOnlySpan<char> Current { get; private set; }

        /// <summary>Goes on to the next folder.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            int end = _rest.IndexOf(Separator);
            Current = _rest[..end];
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
