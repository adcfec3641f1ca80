using System.Diagnostics;
using System.Runtime.InteropServices;
using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Loading;

/// <summary>What comes from where: rows 29, 30, 32, 55 to 57, 59 and 62 of the failure matrix.</summary>
public sealed class PrivateDependencyTests : HostingTest
{
    [TestCase("one", "two")]
    [TestCase("two", "one")]
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

    [Test]
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

    [Test]
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

    [Test]
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

    [TestCase("one", "two")]
    [TestCase("two", "one")]
    public async Task Two_plugins_with_a_native_library_of_one_name_each_get_their_own_in_either_order(string first, string second)
    {
        AddWithNative("one", 1, listed: true);
        AddWithNative("two", 2, listed: true);
        await using PluginHost host = Open();

        await using IVectorStore firstStore = await host.CreateStoreAsync(first, Context(first));
        long firstCount = await firstStore.CountAsync(RecordFilter.All);
        await using IVectorStore secondStore = await host.CreateStoreAsync(second, Context(second));

        Assert.That(firstCount, Is.EqualTo(first == "one" ? 1 : 2));
        Assert.That(await secondStore.CountAsync(RecordFilter.All), Is.EqualTo(second == "one" ? 1 : 2));
    }

    [Test]
    public async Task A_native_library_flat_beside_the_plugin_is_found_without_a_manifest()
    {
        AddWithNative("one", 1, listed: false);
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("one", Context("one"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    public async Task A_missing_native_library_is_incompatible_and_named()
    {
        AddWithNative("one", 1, listed: false);
        File.Delete(Folder.At("plugins/one/libanswer.so"));
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("one", Context("one"));

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.CountAsync(RecordFilter.All));

        Assert.That(exception!.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(exception.Message, Does.Contain("answer"));
    }

    [Test]
    public async Task Types_are_found_by_name_from_inside_the_plugin()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromResult(Type.GetType(\"Plugin.Hidden\") is not null);",
            "internal sealed class Hidden;");
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.True);
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

    private void AddWithNative(string backend, int answer, bool listed)
    {
        Assume.That(OperatingSystem.IsLinux(), "the native fixture is made with gcc");
        Add(backend, PluginSource.Store(backend, """
            public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult((long)answer());
            [System.Runtime.InteropServices.DllImport("answer")] private static extern int answer();
            """));
        string identifier = RuntimeInformation.RuntimeIdentifier;
        string path = listed ? $"runtimes/{identifier}/native/libanswer.so" : "libanswer.so";
        string source = Folder.Write($"native/{backend}.c", $"int answer(void) {{ return {answer}; }}");
        string library = Folder.At($"plugins/{backend}/{path}");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", "-Wl,-soname,libanswer.so", "-o", library, source]);
        compiler.WaitForExit();
        Assert.That(compiler.ExitCode, Is.Zero);
        if (listed)
        {
            Folder.Write($"plugins/{backend}/{backend}.deps.json", $$"""
                { "runtimeTarget": { "name": "net" }, "targets": { "net": {
                    "{{backend}}/1.0.0": { "runtime": { "{{backend}}.dll": {} } },
                    "Answer/1.0.0": { "runtimeTargets": { "{{path}}": { "rid": "{{identifier}}", "assetType": "native", "fileVersion": "0.0.0.0" } } }
                } }, "libraries": { "{{backend}}/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                    "Answer/1.0.0": { "type": "package", "serviceable": true, "sha512": "" } } }
                """);
        }
    }
}
