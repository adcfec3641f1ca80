using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Replacing a version by a good one: rows 66 and 74 of the failure matrix.</summary>
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
}
