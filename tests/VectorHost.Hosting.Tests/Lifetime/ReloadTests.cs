using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Replacing a version in use: rows 69, 70 and 74 of the failure matrix.</summary>
[CancelAfter(120_000)]
public sealed class ReloadTests : ReloadTest
{
    [Test]
    public async Task A_store_in_the_hands_of_a_caller_is_of_the_new_version_after_a_reload(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        Assert.That(await CountAsync(store), Is.EqualTo(1));
        AddVersion(2);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(await CountAsync(store), Is.EqualTo(2));
        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.Reloaded));
        Assert.That(change.Descriptor!.Version, Is.EqualTo(new Version(2, 0, 0, 0)));
        AssertUnloaded(change.Unloading!);
        Assert.That(host.Catalog.Resolve("alpha").Plugin.Version, Is.EqualTo(new Version(2, 0, 0, 0)));
        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
    }

    [Test]
    public async Task A_successor_is_connected_before_it_serves_if_the_store_was([Values] bool isConnected, CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"), cancellationToken);
        if (isConnected)
        {
            await store.ConnectAsync(cancellationToken);
        }

        AddVersion(2, """
            private long _connected;
            public override Task ConnectAsync(CancellationToken c = default) { _connected++; return Task.CompletedTask; }
            public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(_connected);
            """);
        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(await CountAsync(store), Is.EqualTo(isConnected ? 1 : 0));
    }

    [Test]
    [MatrixRow(70)]
    public async Task A_call_in_flight_finishes_on_the_old_version_while_new_calls_reach_the_new_one(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1, CountingOnce(1, go));
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        LoadedPlugin old = host.LoadedPlugins.Single();
        Task<long> inFlight = CountAsync(store);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);
        AddVersion(2);

        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellationToken);
        await Eventually.IsTrueAsync(() => Kinds.Contains(PluginChangeKind.Reloaded), cancellationToken);
        await Eventually.IsTrueAsync(() => old.State == LoadedPluginState.Superseded, cancellationToken);
        Assert.That(await CountAsync(store), Is.EqualTo(2));
        Assert.That(inFlight.IsCompleted, Is.False);
        await File.WriteAllTextAsync(go, "", cancellationToken);

        Assert.That(await inFlight, Is.EqualTo(1));
        AssertUnloaded((await reload).Unloading!);
        Assert.That(old.State, Is.EqualTo(LoadedPluginState.Unloaded));
    }

    [Test]
    [MatrixRow(70)]
    public async Task A_stream_that_is_being_read_goes_on_to_its_end(CancellationToken cancellationToken)
    {
        AddVersion(1, """
            public override async IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter f, RecordParts p, [EnumeratorCancellation] CancellationToken c = default)
            {
                for (int i = 0; i < 3; i++)
                {
                    await Task.Yield();
                    yield return new ChunkRecord { Id = new Guid(i, 0, 0, new byte[8]), Repository = "r", Path = "p", StartLine = 1, EndLine = 1, FileHash = "f", ChunkHash = "c", Language = "l", Text = "" };
                }
            }
            """);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        await using IAsyncEnumerator<ChunkRecord> records = store.LoadAsync(RecordFilter.All, RecordParts.None, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.That(await records.MoveNextAsync(), Is.True);
        AddVersion(2);

        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellationToken);
        await Eventually.IsTrueAsync(() => Kinds.Contains(PluginChangeKind.Reloaded), cancellationToken);
        int rest = 0;
        while (await records.MoveNextAsync())
        {
            rest++;
        }

        Assert.That(rest, Is.EqualTo(2));
        AssertUnloaded((await reload).Unloading!);
    }

    [Test]
    [MatrixRow(70)]
    public async Task A_call_that_does_not_end_does_not_keep_the_reload_from_ending(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1, CountingOnce(1, go));
        await using PluginHost host = OpenReloading(options => options with
        {
            Reload = options.Reload with { DrainTimeout = TimeSpan.FromMilliseconds(50), UnloadTimeout = TimeSpan.FromMilliseconds(100) },
        });
        await using IVectorStore store = await ConnectAsync(host);
        Task<long> inFlight = CountAsync(store);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);
        AddVersion(2);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Unloading!.Outcome, Is.EqualTo(UnloadOutcome.StillAlive));
        Assert.That(change.Unloading.LikelyHolders, Has.Some.Contains("1 calls of the backend 'alpha'"));
        Assert.That(await CountAsync(store), Is.EqualTo(2));
        await File.WriteAllTextAsync(go, "", cancellationToken);
        Assert.That(await inFlight, Is.EqualTo(1));
    }

    [Test]
    [MatrixRow(70)]
    public async Task Stores_that_are_opened_by_fifty_during_a_reload_all_end_up_on_the_new_version(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore first = await ConnectAsync(host);
        AddVersion(2, MadeOnce(go));

        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellationToken);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);
        Task<IVectorStore>[] opening = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => ConnectAsync(host), cancellationToken))];
        await Task.WhenAny(opening);
        await File.WriteAllTextAsync(go, "", cancellationToken);
        IVectorStore[] stores = await Task.WhenAll(opening);
        AssertUnloaded((await reload).Unloading!);

        Assert.That(await Task.WhenAll(stores.Append(first).Select(CountAsync)), Has.All.EqualTo(2));
        Assert.That(host.LoadedPlugins.Single(plugin => plugin.State == LoadedPluginState.Loaded).StoreCount, Is.EqualTo(51));
    }

    [Test]
    [MatrixRow(70)]
    public async Task Reloads_of_one_plugin_at_once_replace_it_once(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        AddVersion(2);

        PluginChange[] changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.ReloadAsync("Alpha", cancellationToken)));

        Assert.That(changes.Count(change => change.Kind == PluginChangeKind.Reloaded), Is.EqualTo(1));
        Assert.That(changes.Count(change => change.Kind == PluginChangeKind.Unchanged), Is.EqualTo(7));
    }

    [Test]
    [MatrixRow(70)]
    public async Task Calls_in_a_loop_never_fail_while_the_plugin_is_reloaded_again_and_again(CancellationToken cancellationToken)
    {
        AddVersion(0);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<long>[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallAsync(store, end.Token), cancellationToken))];

        for (int version = 1; version <= 10; version++)
        {
            AddVersion(version);
            Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Reloaded));
        }

        await end.CancelAsync();
        Assert.That(await Task.WhenAll(callers), Has.All.Positive);
    }

    [MatrixRow(69)]
    [TestCase("text", "VH1101")]
    [TestCase("missing dependency", "VH1303")]
    [TestCase("constructor throws", "VH1504")]
    [TestCase("constructor hangs", "VH1505")]
    [TestCase("initialiser throws", "VH1506")]
    [TestCase("connect fails", "VH1803")]
    [TestCase("backend renamed", "VH1802")]
    public async Task A_broken_new_version_leaves_the_old_one_serving(string fault, string code, CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading(options => options with
        {
            ConstructorTimeout = TimeSpan.FromSeconds(2),
            Reload = options.Reload with { UnloadTimeout = TimeSpan.FromSeconds(3) },
        });
        await using IVectorStore store = await ConnectAsync(host);
        LoadedPlugin old = host.LoadedPlugins.Single();
        Break(fault);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.ReloadFailed));
        Assert.That(change.Problem!.Code, Is.EqualTo(code));
        Assert.That(Changes.Last(), Is.EqualTo(change));
        Assert.That(await CountAsync(store), Is.EqualTo(1));
        Assert.That(old.State, Is.EqualTo(LoadedPluginState.Loaded));
        await using (IVectorStore another = await ConnectAsync(host))
        {
            Assert.That(await CountAsync(another), Is.EqualTo(1));
        }

        AddVersion(2);
        Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Reloaded));
        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    [MatrixRow(69)]
    public async Task Nothing_is_left_of_a_broken_new_version(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        LoadedPlugin old = host.LoadedPlugins.Single();
        Break("connect fails");

        await host.ReloadAsync("Alpha", cancellationToken);

        LoadedPlugin broken = host.LoadedPlugins.Single(plugin => plugin != old);
        Assert.That(broken.State, Is.EqualTo(LoadedPluginState.Unloaded));
        Assert.That(File.Exists(Folder.At("closed")), Is.True);
    }

    [Test]
    public async Task Writing_the_same_bytes_again_is_no_reload(CancellationToken cancellationToken)
    {
        string file = AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        await File.WriteAllBytesAsync(file, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.Unchanged));
        Assert.That(Changes, Is.Empty);
        Assert.That(host.LoadedPlugins, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_plugin_that_is_not_in_use_is_only_listed_anew(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        AddVersion(2);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.Updated));
        Assert.That(host.LoadedPlugins, Is.Empty);
        await using IVectorStore store = await ConnectAsync(host);
        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    public async Task A_plugin_that_is_new_can_be_used_at_once(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Plugins);
        await using PluginHost host = OpenReloading();
        AddVersion(1);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.Added));
        await using IVectorStore store = await ConnectAsync(host);
        Assert.That(await CountAsync(store), Is.EqualTo(1));
    }

    [Test]
    [MatrixRow(66)]
    public async Task Open_stores_of_a_plugin_that_was_deleted_go_on_and_new_ones_are_not_made(CancellationToken cancellationToken)
    {
        string file = AddVersion(1);
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        Directory.Delete(Folder.At("plugins/Alpha"), recursive: true);

        Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Removed));
        Assert.That(await CountAsync(store), Is.EqualTo(1));
        Assert.ThrowsAsync<BackendResolutionException>(() => host.CreateStoreAsync("alpha", Context("alpha")));

        Directory.CreateDirectory(Folder.At("plugins/Alpha"));
        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Added));
        await using IVectorStore another = await ConnectAsync(host);
        Assert.That(host.LoadedPlugins.Single().StoreCount, Is.EqualTo(2));
    }

    [Test]
    public async Task A_plugin_in_which_an_initialiser_failed_works_again_when_it_is_replaced(CancellationToken cancellationToken)
    {
        Add("Alpha", PluginSource.Store("alpha", "static Store() => int.Parse(\"bad\");"));
        await using PluginHost host = OpenReloading();
        Assert.ThrowsAsync<BackendResolutionException>(() => host.CreateStoreAsync("alpha", Context("alpha")));
        AddVersion(2);

        await host.ReloadAsync("Alpha", cancellationToken);

        await using IVectorStore store = await ConnectAsync(host);
        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    [MatrixRow(74)]
    public async Task A_store_that_is_closed_during_a_reload_stays_closed_and_nothing_of_it_is_left(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        IVectorStore store = await ConnectAsync(host);
        AddVersion(2, MadeOnce(go));
        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellationToken);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);

        await store.DisposeAsync();
        await File.WriteAllTextAsync(go, "", cancellationToken);
        await reload;

        Assert.ThrowsAsync<ObjectDisposedException>(() => CountAsync(store));
        foreach (LoadedPlugin plugin in host.LoadedPlugins)
        {
            AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(30), cancellationToken));
        }
    }

    [Test]
    public async Task Connecting_during_a_reload_connects_the_store_that_serves_afterwards(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"), cancellationToken);
        AddVersion(2, MadeOnce(go) + """
            private long _connected;
            public override Task ConnectAsync(CancellationToken c = default) { _connected++; return Task.CompletedTask; }
            public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(_connected);
            """);
        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellationToken);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);

        Task connecting = store.ConnectAsync(cancellationToken);
        await File.WriteAllTextAsync(go, "", cancellationToken);
        await connecting;
        await reload;

        Assert.That(await CountAsync(store), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reload_that_is_cancelled_in_time_leaves_everything_as_it_was(CancellationToken cancellationToken)
    {
        string go = Folder.At("go");
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        AddVersion(2, MadeOnce(go));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<PluginChange> reload = host.ReloadAsync("Alpha", cancellation.Token);
        await Eventually.IsTrueAsync(() => File.Exists(go + ".entered"), cancellationToken);

        await cancellation.CancelAsync();
        await File.WriteAllTextAsync(go, "", cancellationToken);

        Assert.CatchAsync<OperationCanceledException>(() => reload);
        Assert.That(await CountAsync(store), Is.EqualTo(1));
        Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Reloaded));
    }

    [Test]
    public async Task A_listener_that_throws_does_not_stop_a_reload(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        host.PluginChanged += (_, _) => throw new InvalidOperationException("listener");
        await using IVectorStore store = await ConnectAsync(host);
        AddVersion(2);

        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(await CountAsync(store), Is.EqualTo(2));
        Assert.That(Logs.Texts, Has.Some.Contains("listener"));
    }

    [Test]
    [MatrixRow(74)]
    public async Task After_the_host_is_closed_nothing_is_reloaded()
    {
        AddVersion(1);
        PluginHost host = OpenReloading();
        await host.DisposeAsync();
        await host.DisposeAsync();

        Assert.ThrowsAsync<ObjectDisposedException>(() => host.ReloadAsync("Alpha"));
        Assert.ThrowsAsync<ObjectDisposedException>(() => host.WatchAsync());
    }

    private static async Task<long> CallAsync(IVectorStore store, CancellationToken end)
    {
        long calls = 0;
        while (!end.IsCancellationRequested)
        {
            Assert.That(await CountAsync(store), Is.InRange(0, 10));
            calls++;
        }

        return calls;
    }

    private void Break(string fault)
    {
        switch (fault)
        {
            case "text":
                Folder.Write("plugins/Alpha/Alpha.dll", "text");
                break;
            case "missing dependency":
                var library = new PluginBuild("Absent") { Source = "public static class Lib { public static long Number => 9; }" };
                Add(new PluginBuild("Alpha")
                {
                    Source = PluginSource.Store("alpha", "public long Number => Lib.Number;"),
                    References = [library.ToReference()],
                });
                break;
            case "constructor throws":
                AddVersion(2, "private readonly int _bad = int.Parse(\"bad\");");
                break;
            case "constructor hangs":
                AddVersion(2, "private readonly bool _bad = new ManualResetEventSlim().Wait(Timeout.Infinite);");
                break;
            case "initialiser throws":
                AddVersion(2, "static Store() => int.Parse(\"bad\");");
                break;
            case "connect fails":
                AddVersion(2, $$"""
                    public override Task ConnectAsync(CancellationToken c = default) => throw new IOException("no server");
                    public override ValueTask DisposeAsync() { File.WriteAllText("{{Folder.At("closed")}}", ""); return default; }
                    """);
                break;
            default:
                AddVersion(2, backend: "beta");
                break;
        }
    }
}
