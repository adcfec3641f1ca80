using System.IO.Compression;

namespace VectorHost.Hosting.Installing;

/// <summary>Reads what a ZIP would unpack to, and refuses what no honest archive of a plugin has.</summary>
internal sealed class ArchiveReader(string source, InstallLimits limits)
{
    /// <summary>The bits of an entry's attributes that say what kind of thing it is on Unix, and two of the kinds.</summary>
    private const int TypeMask = 0xF000;
    private const int RegularFileType = 0x8000;
    private const int DirectoryType = 0x4000;

    /// <summary>Smaller files may be packed as tightly as they can: an empty page of zeros does no harm.</summary>
    private const long RatioMattersFrom = 1024 * 1024;

    /// <summary>Checks every entry, and opens none.</summary>
    /// <param name="archive">The archive, which must stay open while the files are read.</param>
    /// <param name="decode">Turns an entry's name into a path.</param>
    /// <exception cref="PluginInstallException">The archive is not to be trusted.</exception>
    public IReadOnlyList<InstallFile> Read(ZipArchive archive, Func<string, string> decode)
    {
        if (archive.Entries.Count > limits.MaxFiles)
        {
            throw Refuse(InstallProblems.TooLarge(source, $"it has {archive.Entries.Count} entries, and {limits.MaxFiles} are allowed"));
        }

        List<InstallFile> files = [];
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string path = decode(entry.FullName);
            bool isFolder = path.EndsWith('/');
            Check(entry, isFolder ? path[..^1] : path, isFolder);
            if (isFolder)
            {
                continue;
            }

            RequireUnique(path, seen);
            files.Add(new InstallFile(path, entry.Length, entry.Open) { Checksum = entry.Crc32 });
        }

        return files;
    }

    private void Check(ZipArchiveEntry entry, string path, bool isFolder)
    {
        if (!InstallPath.IsSafe(path))
        {
            throw Refuse(InstallProblems.EntryLeaves(source, entry.FullName));
        }

        int type = (entry.ExternalAttributes >> 16) & TypeMask;
        if (type != 0 && type != (isFolder ? DirectoryType : RegularFileType))
        {
            throw Refuse(InstallProblems.EntryNotAFile(source, entry.FullName));
        }

        if (entry.IsEncrypted)
        {
            throw Refuse(InstallProblems.EntryEncrypted(source, entry.FullName));
        }

        if (entry.Length > RatioMattersFrom && entry.Length / limits.MaxRatio > entry.CompressedLength)
        {
            throw Refuse(InstallProblems.TooLarge(
                source, $"'{entry.FullName}' is more than {limits.MaxRatio} times larger than it is packed"));
        }
    }

    /// <summary>Neither the same path twice, nor in another case, nor a file where another entry needs a folder.</summary>
    private void RequireUnique(string path, Dictionary<string, string> seen)
    {
        if (!seen.TryAdd(path, path))
        {
            throw Refuse(InstallProblems.EntryTwice(source, seen[path].TrimEnd('/'), path));
        }

        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = path[..slash];
            if (seen.TryGetValue(folder, out string? other) && other != folder + "/")
            {
                throw Refuse(InstallProblems.EntryTwice(source, other.TrimEnd('/'), path));
            }

            seen[folder] = folder + "/";
        }
    }

    private static PluginInstallException Refuse(Discovery.PluginProblem problem) => new(InstallFailure.Refused, problem);
}
