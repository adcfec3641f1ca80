namespace VectorHost.Hosting.Installing;

/// <summary>A plugin by its place in a folder of plugins, whatever state it is in.</summary>
/// <param name="Name">The name of its folder or file, as on disk.</param>
/// <param name="Paths">Its folder, or its DLL with the <c>.deps.json</c> that belongs to it.</param>
internal sealed record InstalledPlugin(string Name, IReadOnlyList<string> Paths)
{
    /// <summary>What stands for it in messages.</summary>
    public string MainPath => Paths[0];

    /// <summary>Finds a plugin by name. The name is only ever compared, never made into a path.</summary>
    /// <param name="directory">The folder of plugins.</param>
    /// <param name="name">The name; case does not matter, since on some systems it cannot.</param>
    public static InstalledPlugin? Find(string directory, string name)
    {
        FileSystemInfo[] entries = [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.'))];
        if (Array.Find(entries, entry => entry.Attributes.HasFlag(FileAttributes.Directory) && IsCalled(entry, name)) is { } folder)
        {
            return new InstalledPlugin(folder.Name, [folder.FullName]);
        }

        return Array.Find(entries, entry => IsCalled(entry, name + ".dll")) is { } file
            ? new InstalledPlugin(
                Path.GetFileNameWithoutExtension(file.Name),
                [file.FullName, .. entries.Where(entry => IsCalled(entry, name + ".deps.json")).Select(entry => entry.FullName)])
            : null;
    }

    /// <summary>Moves it, links as links.</summary>
    public void MoveInto(string folder)
    {
        foreach (string path in Paths)
        {
            Directory.Move(path, Path.Combine(folder, Path.GetFileName(path)));
        }
    }

    /// <summary>Moves everything that lies in one folder into another.</summary>
    public static void MoveAll(string from, string folder)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(from))
        {
            Directory.Move(path, Path.Combine(folder, Path.GetFileName(path)));
        }
    }

    private static bool IsCalled(FileSystemInfo entry, string name) => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
