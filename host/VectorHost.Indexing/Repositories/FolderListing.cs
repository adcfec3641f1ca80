using System.IO.Enumeration;

namespace VectorHost.Indexing.Repositories;

/// <summary>Lists folders in the order in which their paths sort.</summary>
internal static class FolderListing
{
    /// <summary>What stands in a name for bytes that are not UTF-8. A name may hold it by itself as well.</summary>
    private const char Unreadable = '\uFFFD';

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Reads a folder.</summary>
    /// <returns>What is in it.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static List<FolderEntry> Read(string folder)
    {
        List<FolderEntry> entries = [.. new FileSystemEnumerable<FolderEntry>(folder, Describe, Everything)];
        entries.Sort(ComparePaths);
        return entries;
    }

    /// <summary>Reads a folder, unless that fails.</summary>
    /// <returns>What is in it; <see langword="null"/> if it cannot be read.</returns>
    public static List<FolderEntry>? TryRead(string folder)
    {
        try
        {
            return Read(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FolderEntry Describe(ref FileSystemEntry entry)
    {
        string name = entry.FileName.ToString();
        if (name.Contains(Unreadable, StringComparison.Ordinal) && !Path.Exists(entry.ToFullPath()))
        {
            return new FolderEntry(name, entry.IsDirectory, IsLink: false, 0, default) { Obstacle = SkipReason.UnreadableName };
        }

        bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && IsLink(entry.ToFullPath());
        return isLink || entry.IsDirectory
            ? new FolderEntry(name, entry.IsDirectory && !isLink, isLink, 0, default)
            : DescribeFile(name, ref entry);
    }

    private static FolderEntry DescribeFile(string name, ref FileSystemEntry entry)
    {
        long length = entry.Length;
        return new FolderEntry(name, IsFolder: false, IsLink: false, length, entry.LastWriteTimeUtc)
        {
            // Pipes and their like have no length, and nearly all files have one.
            Obstacle = length == 0 && SpecialFile.IsAt(entry.ToFullPath()) ? SkipReason.NotAFile : null,
        };
    }

    /// <summary>On Windows, files kept in a cloud carry the same attribute as links.</summary>
    private static bool IsLink(string path) => !OperatingSystem.IsWindows() || new FileInfo(path).LinkTarget is not null;

    /// <summary>A folder sorts as its files' paths do, with a slash behind its name: <c>a-b</c>, <c>a/b</c>, <c>a0</c>.</summary>
    private static int ComparePaths(FolderEntry left, FolderEntry right)
    {
        int shared = Math.Min(left.Name.Length, right.Name.Length);
        int order = string.CompareOrdinal(left.Name, 0, right.Name, 0, shared);
        return order != 0 ? order : NextCharacter(left, shared).CompareTo(NextCharacter(right, shared));
    }

    private static int NextCharacter(FolderEntry entry, int index) =>
        index < entry.Name.Length ? entry.Name[index] : entry.IsFolder ? '/' : -1;
}
