using System.Diagnostics;

namespace VectorHost.Benchmarks.Peers;

/// <summary>Where <c>build/test-servers/install.sh</c> put the stores that are compared with.</summary>
/// <param name="Peers">The folder of most of them.</param>
/// <param name="Chroma">The folder of Chroma, which tests use, too.</param>
internal sealed record InstalledPeers(string Peers, string Chroma)
{
    /// <summary>Finds them.</summary>
    /// <exception cref="BenchmarkException">They are not installed.</exception>
    public static InstalledPeers Locate() => new(Require("peers"), Require("chroma"));

    /// <summary>The folder of one installation.</summary>
    /// <param name="name">The name of its script.</param>
    /// <exception cref="BenchmarkException">It is not installed.</exception>
    public static string Require(string name)
    {
        string servers = Environment.GetEnvironmentVariable("VECTORHOST_TEST_SERVERS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(CacheFolder(), "vectorhost-test-servers");
        string installed = Path.Combine(servers, name);

        // The scripts write this file last.
        return File.Exists(Path.Combine(installed, "installed"))
            ? installed
            : throw new BenchmarkException($"'{name}' is not installed in {servers}: run build/test-servers/install.sh {name}");
    }

    /// <summary>Prepares a driver's process.</summary>
    /// <param name="peer">Which.</param>
    /// <param name="mode">What it is to do: <c>serve</c> or <c>once</c>.</param>
    /// <param name="arguments">What belongs to that.</param>
    public ProcessStartInfo Prepare(Peer peer, string mode, params IEnumerable<string> arguments)
    {
        string driver = Path.Combine(AppContext.BaseDirectory, "Peers", "Drivers", peer.Driver);
        bool isPython = Path.GetExtension(driver) == ".py";
        ProcessStartInfo start = new(isPython ? Path.Combine(Peers, "python") : "node", [driver, mode, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PEERS"] = Peers;
        start.Environment["CHROMA"] = Chroma;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["LANCEDB_INDEX"] = peer.Variant;
        return start;
    }

    private static string CacheFolder() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
