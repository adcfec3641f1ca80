using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Reloading while calls run, streams are read and stores come and go: rows 70 and 74 of the failure matrix.</summary>
[CancelAfter(120_000)]
public sealed class ReloadInUseTests : ReloadTest
{
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
}
