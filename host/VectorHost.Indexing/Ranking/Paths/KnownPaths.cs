namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>
/// Remembers what files are for: the same ones are found by one question after another, and to tell costs more than the rest
/// of what is done for a candidate.
/// </summary>
/// <remarks>A later path takes the place of an earlier one, so that memory stays bounded. Any number of threads may use it.</remarks>
internal sealed class KnownPaths
{
    private const int Places = 8192;

    private readonly KnownPath?[] _paths = new KnownPath?[Places];

    /// <summary>What a file is for, where it is remembered.</summary>
    public PathKind? Get(string path) => Volatile.Read(ref PlaceOf(path)) is { } known && known.Path == path ? known.Kind : null;

    /// <summary>Remembers what a file is for.</summary>
    public PathKind Add(string path, PathKind kind)
    {
        Volatile.Write(ref PlaceOf(path), new KnownPath(path, kind));
        return kind;
    }

    private ref KnownPath? PlaceOf(string path) => ref _paths[path.GetHashCode(StringComparison.Ordinal) & (Places - 1)];

    private sealed record KnownPath(string Path, PathKind Kind);
}
