using System.Runtime.Loader;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>Looking at a plugin runs nothing of it.</summary>
public sealed class PassiveScanTests : HostingTest
{
    [Test]
    public async Task Scanning_loads_no_assembly_makes_no_context_and_runs_no_code()
    {
        string trace = Folder.At("trace");
        Add("Alpha", PluginSource.Store("alpha", $"static Store() => File.AppendAllText(\"{trace}\", \"static\");", $$"""
            internal static class Module { [ModuleInitializer] internal static void Run() => File.AppendAllText("{{trace}}", "module"); }
            """));
        string[] assembliesBefore = LoadedAssemblies();
        AssemblyLoadContext[] contextsBefore = [.. AssemblyLoadContext.All];

        await using PluginHost host = Open();
        host.Catalog.Resolve("alpha");

        Assert.That(File.Exists(trace), Is.False);
        Assert.That(AssemblyLoadContext.All, Is.EquivalentTo(contextsBefore));
        Assert.That(LoadedAssemblies().Except(assembliesBefore).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)), Is.Empty);

        // The trace itself is not at fault: making a store does leave it.
        await using var store = await host.CreateStoreAsync("alpha", Context("alpha"));
        Assert.That(await File.ReadAllTextAsync(trace), Does.Contain("module"));
    }

    [Test]
    public void Scanning_keeps_no_file_open()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));

        PluginScan scan = Scan();

        Assert.That(scan.Plugins.Single().State, Is.EqualTo(PluginState.Ready));
        Assert.That(() => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(), Throws.Nothing);
    }

    private static string[] LoadedAssemblies() =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name ?? "")];
}
