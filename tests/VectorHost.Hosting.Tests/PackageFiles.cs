using System.IO.Compression;
using System.Text;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

/// <summary>Plugins as files and archives to install.</summary>
internal static class PackageFiles
{
    /// <summary>The manifest of a plugin without dependencies.</summary>
    public const string Manifest = """
        { "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" }, "targets": { ".NETCoreApp,Version=v10.0": { } }, "libraries": { } }
        """;

    public static byte[] Plugin(string name, string backend, string members = "", Version? version = null) =>
        new PluginBuild(name) { Source = PluginSource.Store(backend, members), Version = version ?? new Version(1, 0, 0, 0) }.Compile();

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Packs files.</summary>
    /// <returns>The archive.</returns>
    public static string Pack(string archive, params (string Name, byte[] Bytes)[] files) => Pack(archive, (_, _) => { }, files);

    /// <summary>Packs files, with something done to each entry.</summary>
    /// <returns>The archive.</returns>
    public static string Pack(string archive, Action<string, ZipArchiveEntry> change, params (string Name, byte[] Bytes)[] files)
    {
        using ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in files)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            change(name, entry);
            using Stream stream = entry.Open();
            stream.Write(bytes);
        }

        return archive;
    }
}
