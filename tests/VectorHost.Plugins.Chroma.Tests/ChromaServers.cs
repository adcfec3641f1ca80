using VectorHost.TestServers;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>One server of each version for all tests that do not kill it: each test has collections of its own.</summary>
[SetUpFixture]
public sealed class ChromaServers
{
    private static ChromaServer? _older;
    private static ChromaServer? _newer;

    /// <summary>The running server of a version; where it is not installed, the test that asked is skipped, and fails in CI.</summary>
    public static ChromaServer Require(ChromaVersion version)
    {
        InstalledServers.Require("chroma");
        return (version == ChromaVersion.Older ? _older : _newer)!;
    }

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        if (File.Exists(Path.Combine(InstalledServers.Folder, "chroma", "installed")))
        {
            ChromaServer[] servers = await Task.WhenAll(ChromaServer.StartAsync(ChromaVersion.Older), ChromaServer.StartAsync(ChromaVersion.Newer));
            (_older, _newer) = (servers[0], servers[1]);
        }
    }

    [OneTimeTearDown]
    public static async Task EndAsync()
    {
        await (_older?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_newer?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
