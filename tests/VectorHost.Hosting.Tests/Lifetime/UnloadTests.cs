using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Coming and going: rows 28, 71 to 73, 75 and 76 of the failure matrix.</summary>
public sealed class UnloadTests : HostingTest
{
    [Test]
    [MatrixRow(72)]
    public async Task A_plugin_that_did_some_work_is_gone_after_unloading()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            private readonly System.Net.Http.HttpClient _client = new(context.CreateHttpHandler());
            private readonly object _logger = context.LoggerFactory.CreateLogger("Plugin");
            public override async Task<long> CountAsync(RecordFilter f, CancellationToken c = default)
            {
                await Task.Delay(1, c);
                using var document = System.Text.Json.JsonDocument.Parse("{\"n\": 3}");
                return document.RootElement.GetProperty("n").GetInt64() + System.Text.RegularExpressions.Regex.Count("a1b2", "[0-9]");
            }
            public override ValueTask DisposeAsync() { _client.Dispose(); return default; }
            """);
        await using PluginHost _ = host;
        await store.ConnectAsync();
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(5));

        LoadedPlugin plugin = host.LoadedPlugins.Single();
        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(10)));

        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Unloaded));
    }

    [Test]
    public async Task A_plugin_that_is_kept_outlives_its_stores_makes_others_and_says_so_when_it_is_unloaded()
    {
        // A name of its own, since it stays in this process for good.
        Add("Kept", PluginSource.Store("kept"));
        await using PluginHost host = Open(options => options with { UnloadsPlugins = false });
        await (await host.CreateStoreAsync("kept", Context("kept"))).DisposeAsync();
        LoadedPlugin plugin = host.LoadedPlugins.Single();
        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Loaded));

        await (await host.CreateStoreAsync("kept", Context("kept"))).DisposeAsync();
        Assert.That(host.LoadedPlugins, Is.EqualTo(new[] { plugin }));

        UnloadResult result = await plugin.UnloadAsync(TimeSpan.FromMinutes(10));
        Assert.That(result.Outcome, Is.EqualTo(UnloadOutcome.StillAlive));
        Assert.That(result.LikelyHolders, Has.One.Contains(nameof(PluginHostOptions.UnloadsPlugins)));
    }

    [MatrixRow(73)]
    [TestCase("private readonly Thread _thread = Start(); private static Thread Start() { var t = new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true }; t.Start(); return t; }", "starts threads")]
    [TestCase("private readonly bool _ticks = new Timer(_ => { }).Change(1000, 1000);", "makes timers")]
    [TestCase("private readonly System.Runtime.InteropServices.GCHandle _handle = System.Runtime.InteropServices.GCHandle.Alloc(new Part());", "allocates GC handles")]
    [TestCase("private readonly object _hook = Hook(); private static object Hook() { AppDomain.CurrentDomain.ProcessExit += (s, e) => { }; return 1; }", "handles AppDomain.ProcessExit")]
    [TestCase("private readonly string _json = System.Text.Json.JsonSerializer.Serialize(new Part());", "uses reflection-based JSON")]
    public async Task A_plugin_that_something_holds_is_reported_with_a_hint_and_the_host_goes_on(string holder, string hint)
    {
        (PluginHost host, IVectorStore _) = await OpenStoreAsync(holder, "public sealed class Part { public int Number => 1; }");
        await using PluginHost opened = host;
        LoadedPlugin plugin = host.LoadedPlugins.Single();

        UnloadResult result = await plugin.UnloadAsync(TimeSpan.FromMilliseconds(500));

        Assert.That(result.Outcome, Is.EqualTo(UnloadOutcome.StillAlive));
        Assert.That(result.LikelyHolders, Has.One.Contains(hint).And.Contains("Alpha.dll"));
        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Leaked));
        Assert.That(Logs.At(LogLevel.Warning), Has.Some.Contains("still in memory").And.Contains(hint));
        await using IVectorStore next = await host.CreateStoreAsync("alpha", Context("alpha"));
        Assert.That(await next.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    [MatrixRow(73)]
    public async Task A_call_that_never_ends_is_named_as_what_holds_a_plugin(CancellationToken cancellationToken)
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            $$"""public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) { File.WriteAllText("{{Folder.At("inside")}}", ""); Thread.Sleep(Timeout.Infinite); return Task.FromResult(0L); }""",
            change: options => options with { DisposeTimeout = TimeSpan.FromMilliseconds(100) });
        await using PluginHost opened = host;
        LoadedPlugin plugin = host.LoadedPlugins.Single();
        _ = Task.Factory.StartNew(
            () => store.CountAsync(RecordFilter.All), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually.IsTrueAsync(() => File.Exists(Folder.At("inside")), cancellationToken);

        UnloadResult result = await plugin.UnloadAsync(TimeSpan.FromMilliseconds(200), cancellationToken);

        Assert.That(result.LikelyHolders, Has.One.EqualTo("1 calls of the backend 'alpha' are still running."));
    }

    [Test, CancelAfter(60_000)]
    [MatrixRow(72)]
    public async Task A_plugin_that_lets_go_late_is_seen_to_be_gone_then(CancellationToken cancellationToken)
    {
        string release = Folder.At("release");
        (PluginHost host, IVectorStore _) = await OpenStoreAsync(
            $$"""private readonly Thread _thread = Start(); private static Thread Start() { var t = new Thread(() => { while (!File.Exists("{{release}}")) { Thread.Sleep(5); } }) { IsBackground = true }; t.Start(); return t; }""");
        await using PluginHost opened = host;
        LoadedPlugin plugin = host.LoadedPlugins.Single();
        Assert.That((await plugin.UnloadAsync(TimeSpan.FromMilliseconds(100), cancellationToken)).Outcome, Is.EqualTo(UnloadOutcome.StillAlive));

        await File.WriteAllTextAsync(release, "", cancellationToken);

        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(30), cancellationToken));
        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Unloaded));
    }

    [Test]
    public async Task Two_stores_of_one_plugin_share_it_and_the_last_one_takes_it_along()
    {
        (PluginHost host, IVectorStore first) = await OpenStoreAsync("");
        await using PluginHost _ = host;
        IVectorStore second = await host.CreateStoreAsync("alpha", Context("alpha"));
        LoadedPlugin plugin = host.LoadedPlugins.Single();
        Assert.That(plugin.StoreCount, Is.EqualTo(2));

        await first.DisposeAsync();
        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Loaded));
        Assert.That(await second.CountAsync(RecordFilter.All), Is.Zero);
        await second.DisposeAsync();

        Assert.That(plugin.StoreCount, Is.Zero);
        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(10)));
    }

    [Test, MatrixRow(74)]
    public async Task Unloading_closes_the_stores_that_are_still_open()
    {
        string closed = Folder.At("closed");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            $"public override ValueTask DisposeAsync() {{ File.WriteAllText(\"{closed}\", \"\"); return default; }}");
        await using PluginHost _ = host;

        AssertUnloaded(await host.LoadedPlugins.Single().UnloadAsync(TimeSpan.FromSeconds(10)));

        Assert.That(File.Exists(closed), Is.True);
        Assert.ThrowsAsync<ObjectDisposedException>(() => store.CountAsync(RecordFilter.All));
    }

    [Test, MatrixRow(74)]
    public async Task Closing_the_host_closes_every_store_and_ends_creation()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("");

        await host.DisposeAsync();

        Assert.ThrowsAsync<ObjectDisposedException>(() => store.CountAsync(RecordFilter.All));
        Assert.ThrowsAsync<ObjectDisposedException>(() => host.CreateStoreAsync("alpha", Context("alpha")));
    }

    [Test, MatrixRow(75)]
    public async Task A_library_that_is_first_needed_long_after_loading_still_comes()
    {
        var library = new PluginBuild("Late") { Source = "public static class Lib { public static long Number => 9; }" };
        library.WriteTo(Folder.At("plugins/alpha"));
        Add(new PluginBuild("alpha")
        {
            Source = PluginSource.Store("alpha", "public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(Lib.Number);"),
            References = [library.ToReference()],
        });
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(9));
    }

    [Test, MatrixRow(76)]
    public async Task Many_first_uses_at_once_load_the_plugin_once()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();

        IVectorStore[] stores = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => host.CreateStoreAsync("alpha", Context("alpha")))));

        Assert.That(host.LoadedPlugins.Single().StoreCount, Is.EqualTo(50));
        Assert.That(stores.Distinct().Count(), Is.EqualTo(50));
    }

    [Test, MatrixRow(76)]
    public async Task A_first_caller_who_gives_up_does_not_take_the_plugin_from_the_second()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => host.CreateStoreAsync("alpha", Context("alpha"), cancellation.Token));
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(host.LoadedPlugins, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Loading_and_unloading_thirty_times_leaves_nothing_behind()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();

        for (int i = 0; i < 30; i++)
        {
            await UseOnceAsync(host);
        }

        Assert.That(host.LoadedPlugins.Select(plugin => plugin.State), Has.All.EqualTo(LoadedPluginState.Unloaded));
        Assert.That(Directory.GetDirectories(Path.Combine(Cache, "alpha")), Has.Length.EqualTo(1));
    }

    private async Task UseOnceAsync(PluginHost host)
    {
        LoadedPlugin plugin;
        await using (IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha")))
        {
            await store.CountAsync(RecordFilter.All);
            plugin = host.LoadedPlugins.Single(loaded => loaded.State == LoadedPluginState.Loaded);
        }

        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(10)));
    }
}
