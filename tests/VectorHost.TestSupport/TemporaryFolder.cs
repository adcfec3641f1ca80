namespace VectorHost.TestSupport;

/// <summary>A fresh folder of a test's own, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder, absolute, with links resolved.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("vectorhost-test-").FullName;

    /// <summary>The absolute path of something in the folder.</summary>
    /// <param name="relativePath">The path below the folder, with <c>/</c>.</param>
    public string At(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Writes a file, with the folders above it.</summary>
    /// <param name="relativePath">The path below the folder, with <c>/</c>.</param>
    /// <param name="text">The file's text, written as UTF-8 without a byte order mark.</param>
    /// <returns>The file's absolute path.</returns>
    public string Write(string relativePath, string text)
    {
        string file = At(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
