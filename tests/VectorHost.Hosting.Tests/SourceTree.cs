namespace VectorHost.Hosting.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class SourceTree
{
    private static readonly Lazy<string> Root = new(Find);

    /// <summary>The absolute path of something in the repository.</summary>
    /// <param name="relativePath">The path below its root, with <c>/</c>.</param>
    public static string At(string relativePath) => Path.Combine(Root.Value, relativePath);

    private static string Find()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "VectorHost.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
