using System.Diagnostics;

namespace VectorHost.Benchmarks.Peers;

/// <summary>Where <c>build/test-servers/install.sh</c> put what is compared with.</summary>
internal static class InstalledPeers
{
    /// <summary>The folder of everything that was installed.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("VECTORHOST_TEST_SERVERS") is { Length: > 0 } folder
        ? folder
        : Path.Combine(CacheFolder(), "vectorhost-test-servers");

    /// <summary>Makes sure that something is installed.</summary>
    /// <param name="names">The names of the scripts that install it.</param>
    /// <exception cref="BenchmarkException">It is not.</exception>
    public static void Require(params IEnumerable<string> names)
    {
        // The scripts write this file last.
        string[] missing = [.. names.Where(name => !File.Exists(Path.Combine(Folder, name, "installed")))];
        if (missing.Length > 0)
        {
            string list = string.Join(' ', missing);
            throw new BenchmarkException($"There is no {list} in {Folder}: run build/test-servers/install.sh {list}");
        }
    }

    /// <summary>Prepares a driver's process.</summary>
    /// <param name="peer">Which.</param>
    /// <param name="mode">What it is to do: <c>serve</c> or <c>once</c>.</param>
    /// <param name="arguments">What belongs to that.</param>
    public static ProcessStartInfo Prepare(Peer peer, string mode, params IEnumerable<string> arguments)
    {
        string driver = Path.Combine(AppContext.BaseDirectory, peer.Driver);
        bool isPython = Path.GetExtension(driver) == ".py";
        ProcessStartInfo start = new(isPython ? Path.Combine(Folder, "peers", "python") : "node", [driver, mode, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["INSTALLED"] = Folder;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach ((string name, string value) in peer.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string CacheFolder() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
