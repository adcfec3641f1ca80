namespace VectorHost.Verification;

/// <summary>A folder of plugins with one plugin in it: a copy of one that lies somewhere else, such as in a build's output.</summary>
public sealed class StagedPlugin : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vectorhost-staged-");

    /// <summary>Copies a plugin: its whole folder where a <c>NAME.deps.json</c> says that it is one, else its DLL alone.</summary>
    /// <param name="assemblyFile">The plugin's main DLL.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public StagedPlugin(string assemblyFile)
    {
        ArgumentNullException.ThrowIfNull(assemblyFile);
        string file = Path.GetFullPath(assemblyFile);
        if (!File.Exists(file))
        {
            _folder.Delete();
            throw new FileNotFoundException($"There is no file {file}: name a plugin's DLL, or a backend that 'vectorhost backends' lists.", file);
        }

        string target = Directory.CreateDirectory(Path.Combine(_folder.FullName, Path.GetFileNameWithoutExtension(file))).FullName;
        if (File.Exists(Path.ChangeExtension(file, ".deps.json")))
        {
            CopyFolder(Path.GetDirectoryName(file)!, target);
        }
        else
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    /// <summary>The folder of plugins.</summary>
    public string PluginsDirectory => _folder.FullName;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static void CopyFolder(string source, string target)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (FileInfo file in new DirectoryInfo(source).EnumerateFiles("*", options))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }
}
