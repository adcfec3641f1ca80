namespace VectorHost.Indexing.Repositories;

/// <summary>Paths with every symbolic link on the way resolved.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves the links of a path, in its folders too.</summary>
    /// <param name="path">A path, absolute or relative to the current folder.</param>
    /// <returns>The absolute path, without a separator at its end.</returns>
    /// <exception cref="IOException">There are too many links: they lead in a circle.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        string resolved = Path.GetPathRoot(full)!;
        Stack<string> pending = new(Parts(full).Reverse());
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            string next = Path.GetFullPath(part, resolved);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"The symbolic links of '{path}' lead in a circle.");
            }

            // A relative target may begin with "..", which is about the resolved folder: so it goes back on the stack.
            string start = Path.GetPathRoot(target) is { Length: > 0 } root ? root : resolved;
            resolved = Path.GetFullPath(start, resolved);
            foreach (string targetPart in Parts(target).Reverse())
            {
                pending.Push(targetPart);
            }
        }

        return resolved;
    }

    private static string[] Parts(string path) => path[(Path.GetPathRoot(path)?.Length ?? 0)..]
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
