namespace VectorHost.Indexing.Repositories;

/// <summary>The ignore files that hold in a folder: its own before those of the folders above it.</summary>
/// <param name="Outer">The scope of the folder above; <see langword="null"/> for the widest one.</param>
/// <param name="Lists">The lists read here, the last one first in rank.</param>
internal sealed record IgnoreScope(IgnoreScope? Outer, IReadOnlyList<IgnoreList> Lists)
{
    /// <summary>Whether a file or folder is ignored, given that no folder above it is.</summary>
    /// <param name="path">The path relative to the work tree's root.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Ignores(ReadOnlySpan<byte> path, bool isFolder)
    {
        for (IgnoreScope? scope = this; scope is not null; scope = scope.Outer)
        {
            for (int index = scope.Lists.Count - 1; index >= 0; index--)
            {
                if (scope.Lists[index].Decide(path, isFolder) is { } ignored)
                {
                    return ignored;
                }
            }
        }

        return false;
    }
}
