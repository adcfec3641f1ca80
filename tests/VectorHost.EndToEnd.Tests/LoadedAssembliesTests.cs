using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>
/// What short runs load. Every assembly costs a part of a millisecond, and its code, run for the first time, far more:
/// whoever adds a name here has measured the start before and after.
/// </summary>
[TestFixture]
public sealed class LoadedAssembliesTests : EndToEndTest
{
    private static readonly string[] OfVersion = ["System.CommandLine", "vectorhost"];

    private static readonly string[] OfSearch =
    [
        "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Primitives", "SQLitePCLRaw.batteries_v2", "SQLitePCLRaw.core",
        "SQLitePCLRaw.provider.e_sqlite3", "System.CommandLine", "System.Numerics.Tensors", "VectorHost.Abstractions",
        "VectorHost.Hosting", "VectorHost.Indexing", "VectorHost.Plugins.Sqlite", "vectorhost",
    ];

    /// <summary>What the runtime takes to start, and what nearly every program needs.</summary>
    private static readonly string[] FrameworkOfVersion =
    [
        "Microsoft.Win32.Primitives", "System.Collections", "System.Console", "System.Linq", "System.Memory", "System.Private.CoreLib",
        "System.Runtime", "System.Runtime.InteropServices", "System.Text.Encoding.Extensions", "System.Threading",
    ];

    private static readonly string[] FrameworkOfSearch =
    [
        .. FrameworkOfVersion, "System.Collections.Concurrent", "System.IO.MemoryMappedFiles",
        "System.IO.Pipelines", "System.Net.Http", "System.Numerics.Vectors", "System.Runtime.Intrinsics",
        "System.Runtime.Loader", "netstandard",
    ];

    [Test]
    public async Task Telling_the_version_loads_the_command_line_alone() =>
        Check(await new AssemblyListing(Sandbox).RunAsync("--version"), OfVersion, FrameworkOfVersion);

    [Test]
    public async Task A_cold_search_loads_nothing_that_it_does_not_use()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();

        IReadOnlyList<string> loaded = await new AssemblyListing(Sandbox).RunAsync(
            "search", "hash a password", "--repo", repository.Root, "--no-index");

        Check(loaded, OfSearch, FrameworkOfSearch);
    }

    /// <summary>Which parts of the framework belong to a start is the system's business, and checked on one of them.</summary>
    private static void Check(IReadOnlyList<string> loaded, string[] own, string[] framework)
    {
        string[] added = [.. loaded.Except(own).Except(framework)
            .Where(name => OperatingSystem.IsLinux() || !name.StartsWith("System.", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(added, Is.Empty, $"Loaded: {string.Join(", ", loaded)}");
            Assert.That(own.Except(loaded), Is.Empty, "Take away from the list what is no longer loaded.");
        }
    }
}
