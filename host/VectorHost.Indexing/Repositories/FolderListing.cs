using System.IO.Enumeration;

namespace VectorHost.Indexing.Repositories;

/// <summary>Lists folders in the order in which their paths sort.</summary>
internal static class FolderListing
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Reads a folder.</summary>
    /// <returns>What is in it; <see langword="null"/> if it cannot be read.</returns>
    public static List<FolderEntry>? Read(string folder)
    {
        try
        {
            List<FolderEntry> entries = [.. new FileSystemEnumerable<FolderEntry>(folder, Describe, Everything)];
            entries.Sort(ComparePaths);
            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FolderEntry Describe(ref FileSystemEntry entry)
    {
        string name = entry.FileName.ToString();
        bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && IsLink(entry.ToFullPath());
        return isLink || entry.IsDirectory
            ? new FolderEntry(name, entry.IsDirectory && !isLink, isLink, 0, default)
            : new FolderEntry(name, IsFolder: false, IsLink: false, entry.Length, entry.LastWriteTimeUtc);
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
