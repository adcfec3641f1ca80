using System.Buffers;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;

namespace VectorHost.Commands;

/// <summary>Understands a place that the user names, as <c>search</c> prints it or as a shell completes it.</summary>
internal static class PlaceInRepository
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create('*', '?');

    /// <summary>Reads a place.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="root">The repository's root.</param>
    /// <returns>The place, its path relative to the root with <c>/</c> between its parts.</returns>
    /// <exception cref="UsageException">It is no place, or not in the repository.</exception>
    public static CodePlace Read(string text, string root)
    {
        if (!CodePlace.TryParse(text, out CodePlace? place))
        {
            throw new UsageException($"--like takes PATH:LINE, such as src/Program.cs:42, not '{text}'.");
        }

        return place with { Path = Relative(place.Path, root) };
    }

    /// <summary>Reads a file, a folder or a pattern; paths are read as places are.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="root">The repository's root.</param>
    /// <returns>The same relative to the root.</returns>
    /// <exception cref="UsageException">It is not in the repository.</exception>
    public static string ReadPattern(string text, string root)
    {
        string path = text.Replace('\\', '/');
        int wildcard = path.AsSpan().IndexOfAny(Wildcards);
        int end = wildcard < 0 ? path.Length : path.LastIndexOf('/', wildcard) + 1;
        (string folder, string pattern) = (path[..end], path[end..]);

        // "/src" is what is at the root of the repository, unless there is such a folder on this machine.
        if (folder.Length == 0 || (folder[0] == '/' && !Path.Exists(folder)))
        {
            return path;
        }

        string relative = Relative(folder, root);
        return relative == "." ? (pattern.Length == 0 ? "**" : pattern)
            : pattern.Length == 0 ? relative
            : $"{relative}/{pattern}";
    }

    /// <summary>A path below the root comes first; then one below the current folder, or an absolute one.</summary>
    private static string Relative(string path, string root)
    {
        string below = Path.GetFullPath(path, root);
        string full = Resolve(Path.IsPathFullyQualified(path) || Path.Exists(below) || !Path.Exists(path) ? below : Path.GetFullPath(path));
        string relative = Path.GetRelativePath(root, full).Replace(Path.DirectorySeparatorChar, '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathFullyQualified(relative)
            ? throw new UsageException($"'{path}' is not in the repository {root}: choose the repository that it is in with --repo.")
            : relative;
    }

    /// <summary>The root has its links resolved, so that the file's folder has to have them resolved too.</summary>
    private static string Resolve(string file) =>
        Path.GetDirectoryName(file) is { } folder && Directory.Exists(folder)
            ? Path.Combine(RepositoryIdentity.FromFolder(folder).Root, Path.GetFileName(file))
            : file;
}
