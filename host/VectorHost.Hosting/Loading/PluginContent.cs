using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Loading;

/// <summary>Hashes of a plugin's files.</summary>
internal static class PluginContent
{
    private static readonly string[] NotPartOfTheProgram = [".pdb", ".xml"];

    /// <summary>Whether two plugins hold the same bytes, whatever their folders are named.</summary>
    public static bool AreCopies(PluginDescriptor left, PluginDescriptor right) =>
        left.Modules.SequenceEqual(right.Modules) &&
        HashesByName(left).SequenceEqual(HashesByName(right));

    /// <summary>Which files there are, how long they are, when they were written and what was compiled.</summary>
    public static string Describe(PluginDescriptor plugin)
    {
        var text = new StringBuilder(plugin.Directory).Append('\n');
        foreach (PluginFile file in plugin.Files.All)
        {
            text.Append(file.RelativePath).Append('|').Append(file.Length).Append('|').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        }

        foreach (ModuleIdentity module in plugin.Modules)
        {
            // As numbers, since the framework's code for writing identifiers is compiled anew in every run.
            ReadOnlySpan<byte> identifier = module.VersionId.ToByteArray();
            text.Append(BinaryPrimitives.ReadUInt64LittleEndian(identifier)).Append('-')
                .Append(BinaryPrimitives.ReadUInt64LittleEndian(identifier[sizeof(ulong)..])).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One number for the paths and bytes of many files.</summary>
    public static string Combine(IEnumerable<(string RelativePath, byte[] Hash)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, byte[] content) in files)
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
            hash.AppendData(content);
        }

        return Name(hash.GetHashAndReset());
    }

    /// <summary>One number for the paths and bytes of a plugin's files: the name of their copy.</summary>
    public static string Hash(PluginDescriptor plugin) =>
        Combine(plugin.Files.All.Select(file => (file.RelativePath, HashFile(file.FullPath))));

    /// <summary>The hash of one file's bytes.</summary>
    public static byte[] HashFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }

    /// <summary>The hashes of all files of a folder that holds nothing but regular files and folders, in the order of their paths.</summary>
    public static IReadOnlyList<(string RelativePath, byte[] Hash)> HashFolder(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => (RelativePath: Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/'), File: file))
            .OrderBy(entry => entry.RelativePath, StringComparer.Ordinal)
            .Select(entry => (entry.RelativePath, HashFile(entry.File)))];

    // Half of the digits are enough for a folder's name, and keep paths short.
    private static string Name(byte[] hash) => Convert.ToHexStringLower(hash)[..32];

    private static IEnumerable<(string Path, string Hash)> HashesByName(PluginDescriptor plugin) =>
        from file in plugin.Files.All
        where !NotPartOfTheProgram.Contains(Path.GetExtension(file.RelativePath), StringComparer.OrdinalIgnoreCase)
        let path = file.Name.StartsWith(plugin.Name + ".", StringComparison.Ordinal)
            ? file.RelativePath.Replace(plugin.Name + ".", "", StringComparison.Ordinal)
            : file.RelativePath
        orderby path
        select (path, Convert.ToHexStringLower(HashFile(file.FullPath)));
}
