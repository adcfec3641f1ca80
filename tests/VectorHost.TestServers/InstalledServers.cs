namespace VectorHost.TestServers;

/// <summary>
/// Where <c>build/test-servers/install.sh</c> put the servers and clients of other vendors that tests run against.
/// </summary>
public static class InstalledServers
{
    /// <summary>The folder, whether or not anything is installed: <c>VECTORHOST_TEST_SERVERS</c>, or one in the user's cache folder.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("VECTORHOST_TEST_SERVERS") is { Length: > 0 } folder
        ? folder
        : Path.Combine(CacheFolder(), "vectorhost-test-servers");

    /// <summary>The folder of one server or client.</summary>
    /// <param name="name">The name of its script in <c>build/test-servers</c>, such as <c>chroma</c>.</param>
    /// <returns>An absolute path that exists.</returns>
    /// <remarks>Where it is not installed, the test that asked is skipped on a developer's machine, and fails in CI.</remarks>
    public static string Require(string name)
    {
        string folder = Path.Combine(Folder, name);

        // The scripts write this file last: a folder without it is a half-finished installation.
        if (File.Exists(Path.Combine(folder, "installed")))
        {
            return folder;
        }

        string advice = $"'{name}' is not installed in {Folder}: run build/test-servers/install.sh {name}";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(advice);
        }

        Assert.Ignore(advice);
        return folder;
    }

    private static string CacheFolder() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
