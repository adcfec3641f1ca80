namespace VectorHost.Hosting.Discovery;

/// <summary>Resolves the links of a path, part by part, as the system would when opening it.</summary>
internal static class RealPath
{
    /// <summary>More links than this in one path are a loop, as for the system.</summary>
    private const int MaxLinks = 40;

    /// <summary>Resolves every link in an absolute path.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="realPath">The path without links; where it fails, the part at which it failed.</param>
    public static LinkOutcome Resolve(string path, out string realPath)
    {
        int links = 0;
        realPath = Path.GetPathRoot(path)!;
        var pending = new Stack<string>(PartsBackwards(path));
        while (pending.TryPop(out string? part))
        {
            if (part == "..")
            {
                realPath = Path.GetDirectoryName(realPath) ?? realPath;
                continue;
            }

            string next = Path.Combine(realPath, part);
            switch (FileStatus.Of(next).Kind)
            {
                case FileKind.Missing:
                    realPath = next;
                    return LinkOutcome.Missing;
                case FileKind.Link when ++links > MaxLinks:
                    realPath = next;
                    return LinkOutcome.Loop;
                case FileKind.Link:
                    string target = new FileInfo(next).LinkTarget!;
                    realPath = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : realPath;
                    foreach (string targetPart in PartsBackwards(target))
                    {
                        pending.Push(targetPart);
                    }

                    break;
                default:
                    realPath = next;
                    break;
            }
        }

        return LinkOutcome.Resolved;
    }

    /// <summary>Whether a path lies below a folder, both without links.</summary>
    public static bool IsBelow(string path, string directory) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, Comparison);

    /// <summary>How paths compare here.</summary>
    public static StringComparison Comparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>How paths compare here.</summary>
    public static StringComparer Comparer => StringComparer.FromComparison(Comparison);

    private static IEnumerable<string> PartsBackwards(string path)
    {
        string withoutRoot = path[(Path.GetPathRoot(path)?.Length ?? 0)..];
        string[] parts = withoutRoot.Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        return parts.Where(part => part != ".").Reverse();
    }
}
