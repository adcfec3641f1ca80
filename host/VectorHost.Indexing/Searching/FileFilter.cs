using System.Collections;
using Microsoft.Extensions.FileSystemGlobbing;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Searching;

/// <summary>Which files of a repository a search looks at. Applied before ranking, so that the list is still filled.</summary>
public sealed class FileFilter
{
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly Func<string, bool>? _matchesPath;
    private readonly string? _language;

    /// <summary>Makes a filter.</summary>
    /// <param name="glob">
    /// A pattern over the path relative to the repository, such as <c>src/**/*.cs</c>; a pattern without wildcards is a
    /// file or a folder; <see langword="null"/> for any path.
    /// </param>
    /// <param name="language">A language as hits show it, such as <c>csharp</c>; <see langword="null"/> for any.</param>
    public FileFilter(string? glob, string? language)
    {
        _language = language?.ToLowerInvariant();
        _matchesPath = glob is null ? null : CreateMatcher(glob.Replace('\\', '/'));
    }

    /// <summary>The filter that lets every file pass.</summary>
    public static FileFilter Everything { get; } = new(null, null);

    /// <summary>Whether every file passes.</summary>
    public bool IsEverything => _matchesPath is null && _language is null;

    /// <summary>The files of a snapshot that pass: one bit for each, or <see langword="null"/> for all.</summary>
    internal BitArray? Select(RepositorySnapshot snapshot)
    {
        if (IsEverything)
        {
            return null;
        }

        BitArray selected = new(snapshot.FileCount);
        for (int i = 0; i < snapshot.FileCount; i++)
        {
            SnapshotFile file = snapshot.GetFile(i);
            selected[i] = SnapshotEntries.ReasonOf(file) is null
                && (_language is null || file.Language == _language)
                && (_matchesPath is null || _matchesPath(file.Path));
        }

        return selected;
    }

    private static Func<string, bool> CreateMatcher(string glob)
    {
        Matcher matcher = new(StringComparison.Ordinal);
        matcher.AddIncludePatterns(Patterns(glob));
        return path => matcher.Match(path).HasMatches;
    }

    private static IEnumerable<string> Patterns(string glob)
    {
        string pattern = glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..] : glob.TrimStart('/');
        if (pattern.IndexOfAny(Wildcards) < 0)
        {
            string name = pattern.TrimEnd('/');
            return [name, $"{name}/**"];
        }

        // "*.cs" means any such file, as it does for every tool that developers know.
        return pattern.Contains('/', StringComparison.Ordinal) ? [pattern] : [$"**/{pattern}"];
    }
}
