using System.Runtime.InteropServices;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Loading;

/// <summary>Native libraries, which the system shares by its own rules: rows 55 to 58 of the failure matrix.</summary>
public sealed class NativeLibraryTests : HostingTest
{
    private const string LibraryFile = "libanswer.so";
    private const string ReadMe = "host/VectorHost.Hosting/README.md";

    private static readonly string Platform = RuntimeInformation.RuntimeIdentifier;

    [Test, MatrixRow(55)]
    public async Task A_native_library_is_found_by_every_usual_name_with_or_without_a_manifest(
        [Values("answer", "libanswer", "answer.so", "libanswer.so")] string name, [Values] bool listed)
    {
        AddAnswering("one", 7, listed, Importing(name));

        Assert.That(await AskAsync("one"), Is.EqualTo(7));
    }

    [Test, MatrixRow(55)]
    public async Task A_native_library_is_found_by_loading_it_by_name([Values] bool listed)
    {
        AddAnswering("one", 7, listed, """
            System.Runtime.InteropServices.NativeLibrary.TryGetExport(
                System.Runtime.InteropServices.NativeLibrary.Load("answer", typeof(Store).Assembly, null), "answer", out nint _) ? 1 : 0
            """);

        Assert.That(await AskAsync("one"), Is.EqualTo(1));
    }

    [TestCase("one", "two")]
    [TestCase("two", "one")]
    [MatrixRow(57)]
    public async Task Two_plugins_with_a_native_library_of_one_name_each_get_their_own_in_either_order(string first, string second)
    {
        AddAnswering("one", 1, listed: true, Importing("answer"));
        AddAnswering("two", 2, listed: true, Importing("answer"));
        await using PluginHost host = Open();

        await using IVectorStore firstStore = await host.CreateStoreAsync(first, Context(first));
        long firstCount = await firstStore.CountAsync(RecordFilter.All);
        await using IVectorStore secondStore = await host.CreateStoreAsync(second, Context(second));

        Assert.That(firstCount, Is.EqualTo(first == "one" ? 1 : 2));
        Assert.That(await secondStore.CountAsync(RecordFilter.All), Is.EqualTo(second == "one" ? 1 : 2));
    }

    [TestCase(null)]
    [TestCase("win-x64")]
    [TestCase("osx-arm64")]
    [MatrixRow(56)]
    public void A_native_library_that_is_missing_or_for_other_platforms_only_is_named_with_this_platform(string? platform)
    {
        Add("one", Store("one", Importing("absent")));
        if (platform is not null)
        {
            WriteLibrary("one", 1, $"runtimes/{platform}/native/libabsent.so");
            WriteManifest("one", platform, $"runtimes/{platform}/native/libabsent.so");
        }

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => AskAsync("one"));

        Assert.That(exception!.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(exception.Message, Does.Contain("absent").And.Contain($"This host runs on {Platform}"));
        Assert.That(Logs.Texts, Has.Some.Contains("native library 'absent' comes from the system, if it has it"));
    }

    [Test, MatrixRow(56)]
    public void A_native_library_that_the_manifest_promises_for_this_platform_is_missed_before_anything_is_loaded()
    {
        Add("one", Store("one", Importing("answer")));
        WriteManifest("one", Platform, $"runtimes/{Platform}/native/{LibraryFile}");

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(() => AskAsync("one"));

        Assert.That((exception!.Reason, exception.Code), Is.EqualTo((BackendFailureReason.Rejected, "VH1302")));
        Assert.That(exception.Message, Does.Contain(Platform).And.Contain(LibraryFile));
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Rejected));
    }

    [Test, MatrixRow(57)]
    public async Task A_missing_native_library_is_answered_by_a_loaded_one_of_that_name_as_the_readme_says()
    {
        AddAnswering("one", 1, listed: true, Importing("answer"));
        Add("two", Store("two", Importing("answer")));
        await using PluginHost host = Open();
        await using IVectorStore first = await host.CreateStoreAsync("one", Context("one"));
        await first.CountAsync(RecordFilter.All);

        await using IVectorStore second = await host.CreateStoreAsync("two", Context("two"));

        // A limit of the system's loader, like the next one: once this fails, the README's limits can lose a line.
        Assert.That(await second.CountAsync(RecordFilter.All), Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(SourceTree.At(ReadMe)), Does.Contain("one that a plugin forgot to bring"));
    }

    [Test, MatrixRow(58)]
    public async Task A_native_library_that_another_one_links_is_shared_by_name_as_the_readme_says()
    {
        AddTwoLevels("one", 1);
        AddTwoLevels("two", 2);
        await using PluginHost host = Open();

        await using IVectorStore first = await host.CreateStoreAsync("one", Context("one"));
        long firstAnswer = await first.CountAsync(RecordFilter.All);
        await using IVectorStore second = await host.CreateStoreAsync("two", Context("two"));

        Assert.That((firstAnswer, await second.CountAsync(RecordFilter.All)), Is.EqualTo((1L, 1L)));
        Assert.That(await File.ReadAllTextAsync(SourceTree.At(ReadMe)), Does.Contain("share those by name across plugins"));
    }

    private static string Importing(string library) =>
        $"answer(); [System.Runtime.InteropServices.DllImport(\"{library}\")] static extern int answer()";

    private static string Store(string backend, string answer) => PluginSource.Store(backend, $$"""
        public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
        {
            long answered = {{answer}};
            return Task.FromResult(answered);
        }
        """);

    private void AddAnswering(string backend, short answer, bool listed, string call)
    {
        Add(backend, Store(backend, call));
        string path = listed ? $"runtimes/{Platform}/native/{LibraryFile}" : LibraryFile;
        WriteLibrary(backend, answer, path);
        if (listed)
        {
            WriteManifest(backend, Platform, path);
        }
    }

    private void AddTwoLevels(string backend, short answer)
    {
        // The outer one is loaded by its path, the inner one by the system, for which only its name counts.
        Add(backend, Store(backend, """
            System.Runtime.InteropServices.NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(typeof(Store).Assembly.Location)!, "libinner.so")) != 0 ? outer() : 0;
            [System.Runtime.InteropServices.DllImport("outer")] static extern int outer()
            """));
        new NativeLibraryBuild("libinner.so", "inner") { Answer = answer }.WriteTo(Folder.At($"plugins/{backend}/libinner.so"));
        new NativeLibraryBuild("libouter.so", "outer") { Asks = ("libinner.so", "inner") }.WriteTo(Folder.At($"plugins/{backend}/libouter.so"));
    }

    private void WriteLibrary(string backend, short answer, string path) =>
        new NativeLibraryBuild(LibraryFile, "answer") { Answer = answer }.WriteTo(Folder.At($"plugins/{backend}/{path}"));

    private void WriteManifest(string backend, string platform, string path) => Folder.Write($"plugins/{backend}/{backend}.deps.json", $$"""
        { "runtimeTarget": { "name": "net" }, "targets": { "net": {
            "{{backend}}/1.0.0": { "runtime": { "{{backend}}.dll": {} } },
            "Answer/1.0.0": { "runtimeTargets": { "{{path}}": { "rid": "{{platform}}", "assetType": "native", "fileVersion": "0.0.0.0" } } }
        } }, "libraries": { "{{backend}}/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Answer/1.0.0": { "type": "package", "serviceable": true, "sha512": "" } } }
        """);

    private async Task<long> AskAsync(string backend)
    {
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync(backend, Context(backend));
        return await store.CountAsync(RecordFilter.All);
    }
}
