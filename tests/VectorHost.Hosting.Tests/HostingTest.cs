using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

/// <summary>A folder of plugins and a cache of a test's own, and short ways to fill and read them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class HostingTest : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    protected CollectingLoggerFactory Logs { get; } = new();

    protected string Plugins => Folder.At("plugins");

    protected string Cache => Folder.At("cache");

    protected PluginHostOptions Options => new()
    {
        PluginsDirectory = Plugins,
        CacheDirectory = Cache,
        ConstructorTimeout = TimeSpan.FromSeconds(30),
        ConnectTimeout = TimeSpan.FromSeconds(30),
        DisposeTimeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Logs.Dispose();
        Folder.Dispose();
    }

    /// <summary>Puts <c>plugins/NAME/NAME.dll</c> there.</summary>
    protected string Add(string name, string source) => Add(new PluginBuild(name) { Source = source });

    protected string Add(PluginBuild build) => build.WriteTo(Folder.At($"plugins/{build.AssemblyName}"));

    protected PluginScan Scan() => new PluginScanner(NullLogger<PluginScanner>.Instance).Scan(Plugins);

    /// <summary>Scans, and expects one candidate.</summary>
    protected PluginDescriptor ScanOne()
    {
        PluginScan scan = Scan();
        Assert.That(scan.Plugins, Has.Count.EqualTo(1));
        return scan.Plugins[0];
    }

    /// <summary>Scans, and expects one candidate that is rejected with a code.</summary>
    protected PluginProblem ScanRejected(string code)
    {
        PluginDescriptor plugin = ScanOne();
        Assert.That(plugin.State, Is.EqualTo(PluginState.Rejected), () => string.Join("; ", plugin.Problems));
        PluginProblem[] matching = [.. plugin.Problems.Where(problem => problem.Code == code)];
        Assert.That(matching, Is.Not.Empty, () => string.Join("; ", plugin.Problems));
        Assert.That(matching[0].Severity, Is.EqualTo(ProblemSeverity.Error));
        return matching[0];
    }

    protected PluginHost Open(Func<PluginHostOptions, PluginHostOptions>? change = null) =>
        PluginHost.Open(change is null ? Options : change(Options), Logs);

    protected VectorStoreContext Context(string backend) => StoreContexts.Create(backend, Folder.Path);

    /// <summary>Adds a plugin with a backend <c>alpha</c>, and makes a store of it.</summary>
    protected async Task<(PluginHost Host, IVectorStore Store)> OpenStoreAsync(
        string members, string outside = "", Func<PluginHostOptions, PluginHostOptions>? change = null)
    {
        Add("Alpha", PluginSource.Store("alpha", members, outside));
        PluginHost host = Open(change);
        return (host, await host.CreateStoreAsync("alpha", Context("alpha")));
    }

    /// <summary>A cache that is not there yet, in a folder where a host that runs as somebody else can make it.</summary>
    protected string OpenCache()
    {
        Directory.CreateDirectory(Cache);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Cache, (UnixFileMode)0b111_111_111);
        }

        return Path.Combine(Cache, "own");
    }

    protected static void AssertUnloaded(UnloadResult result) =>
        Assert.That(result.Outcome, Is.EqualTo(UnloadOutcome.Unloaded), () => string.Join(' ', result.LikelyHolders));

    protected static MetadataReference Reference(string name, string source, Version version) =>
        new PluginBuild(name) { Source = source, Version = version }.ToReference();
}
