using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Loading;

/// <summary>What comes from where: rows 29, 30, 32 and 62 of the failure matrix.</summary>
public sealed class PrivateDependencyTests : HostingTest
{
    [TestCase("one", "two")]
    [TestCase("two", "one")]
    [MatrixRow(29)]
    public async Task Two_plugins_with_two_versions_of_one_library_each_get_their_own_in_either_order(string first, string second)
    {
        AddWithLibrary("one", 1);
        AddWithLibrary("two", 2);
        await using PluginHost host = Open();

        await using IVectorStore firstStore = await host.CreateStoreAsync(first, Context(first));
        long firstCount = await firstStore.CountAsync(RecordFilter.All);
        await using IVectorStore secondStore = await host.CreateStoreAsync(second, Context(second));

        Assert.That(firstCount, Is.EqualTo(first == "one" ? 1 : 2));
        Assert.That(await secondStore.CountAsync(RecordFilter.All), Is.EqualTo(second == "one" ? 1 : 2));
    }

    [Test, MatrixRow(30)]
    public async Task A_library_that_the_host_has_too_comes_from_the_plugin()
    {
        // The test host has an nunit.framework of its own.
        var library = new PluginBuild("nunit.framework") { Source = "public static class Lib { public static long Number => 7; }", Version = new Version(0, 1, 0, 0) };
        library.WriteTo(Folder.At("plugins/alpha"));
        Add(new PluginBuild("alpha") { Source = CountingStore("alpha"), References = [library.ToReference()] });
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(7));
    }

    [Test, MatrixRow(30)]
    public async Task A_plugin_cannot_reach_a_library_that_happens_to_be_the_hosts()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default)
            {
                try { System.Reflection.Assembly.Load("nunit.framework"); return Task.FromResult(true); }
                catch (FileNotFoundException) { return Task.FromResult(false); }
            }
            """);
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.False);
    }

    [Test, MatrixRow(32)]
    public async Task The_contract_and_its_needs_are_the_hosts_own_whatever_the_plugin_brings()
    {
        var impostor = new PluginBuild("Microsoft.Extensions.Primitives") { Source = "public class Impostor;" };
        impostor.WriteTo(Folder.At("plugins/Alpha"));
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromResult(Context.Configuration.GetReloadToken().HasChanged);
            """);
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.False);
    }

    [Test]
    public async Task Every_decision_about_an_assembly_is_logged()
    {
        var library = new PluginBuild("Library") { Source = "public static class Lib { public static long Number => System.Text.RegularExpressions.Regex.Count(\"aa\", \"a\"); }" };
        library.WriteTo(Folder.At("plugins/one"));
        Add(new PluginBuild("one") { Source = CountingStore("one"), References = [library.ToReference()] });
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("one", Context("one"));
        await store.CountAsync(RecordFilter.All);

        string[] trace = [.. Logs.At(Microsoft.Extensions.Logging.LogLevel.Trace)];

        Assert.That(trace, Has.Some.Contains("'Library' comes from " + Cache));
        Assert.That(trace, Has.Some.Contains("'VectorHost.Abstractions' comes from the host"));
        Assert.That(trace, Has.Some.Contains("'System.Text.RegularExpressions' comes from the runtime"));
    }

    [Test, MatrixRow(62)]
    public async Task Types_are_found_by_name_from_inside_the_plugin()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromResult(Type.GetType(\"Plugin.Hidden\") is not null);",
            "internal sealed class Hidden;");
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.True);
    }

    [Test, MatrixRow(62)]
    public async Task Types_of_a_library_are_found_by_name_in_a_contextual_scope()
    {
        var library = new PluginBuild("Library") { Source = "public sealed class Part;" };
        library.WriteTo(Folder.At("plugins/Alpha"));
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default)
            {
                using var scope = System.Runtime.Loader.AssemblyLoadContext.EnterContextualReflection(typeof(Store).Assembly);
                return Task.FromResult(Type.GetType("Part, Library") is not null);
            }
            """);
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.True);
    }

    [Test, MatrixRow(62)]
    public async Task Json_by_reflection_reads_and_writes_the_plugins_own_types()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
            {
                string text = System.Text.Json.JsonSerializer.Serialize(new Part { Number = 42 });
                return Task.FromResult(System.Text.Json.JsonSerializer.Deserialize<Part>(text)!.Number);
            }
            """, "public sealed class Part { public long Number { get; set; } }");
        await using PluginHost _ = host;

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(42));
    }

    private static string CountingStore(string backend) => PluginSource.Store(backend,
        "public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult(Lib.Number);");

    private void AddWithLibrary(string backend, int version)
    {
        var library = new PluginBuild("Library")
        {
            Source = $"public static class Lib {{ public static long Number => {version}; }}",
            Version = new Version(version, 0, 0, 0),
        };
        library.WriteTo(Folder.At($"plugins/{backend}"));
        Add(new PluginBuild(backend) { Source = CountingStore(backend), References = [library.ToReference()] });
    }
}
