using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;

namespace VectorHost.Commands;

/// <summary>Understands a place that the user names, as <c>search</c> prints it or as a shell completes it.</summary>
internal static class PlaceInRepository
{
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

    /// <summary>A path below the root comes first; then one below the current folder, or an absolute one.</summary>
    private static string Relative(string path, string root)
    {
        string below = Path.GetFullPath(path, root);
        string full = Resolve(Path.IsPathFullyQualified(path) || File.Exists(below) || !File.Exists(path) ? below : Path.GetFullPath(path));
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
