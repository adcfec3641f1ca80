using System.Reflection;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>The embedded default, with its native library, through the host: rows 66, 68, 70 and 72 of the failure matrix.</summary>
[CancelAfter(300_000)]
public sealed class SqlitePluginTests : ReloadTest
{
    private const string Plugin = "VectorHost.Plugins.Sqlite";
    private const int Records = 300;

    private static readonly VectorQuery Query = new() { Embedding = TestData.RandomVector(1), Top = 5 };

    [Test]
    [MatrixRow(72)]
    public async Task After_real_work_the_plugin_is_unloaded(CancellationToken cancellationToken)
    {
        Install();
        await using PluginHost host = OpenReloading();
        await using (IVectorStore store = await OpenFilledAsync(host, cancellationToken))
        {
            await WorkAsync(store, cancellationToken);
            await store.DeleteAsync(new RecordFilter { PathPrefix = "src/file1" }, cancellationToken);
            await store.ClearAsync(TestData.Repository, cancellationToken);
            Assert.That(await store.ExistsAsync(TestData.Repository, cancellationToken), Is.False);
        }

        LoadedPlugin plugin = host.LoadedPlugins.Single();
        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(30), cancellationToken));

        Assert.That(plugin.State, Is.EqualTo(LoadedPluginState.Unloaded));
        Assert.That(MappedAssemblies(), Is.Empty);
    }

    [Test]
    [MatrixRow(66)]
    public async Task Nothing_that_is_done_to_its_files_makes_a_call_fail(CancellationToken cancellationToken)
    {
        Install();
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await OpenFilledAsync(host, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> working = Task.Run(() => WorkOnAsync(store, end.Token), cancellationToken);

        foreach (string file in Directory.GetFiles(Folder.At($"plugins/{Plugin}"), "*", SearchOption.AllDirectories))
        {
            await File.WriteAllBytesAsync(file, new byte[new FileInfo(file).Length], cancellationToken);
            using (FileStream stream = File.OpenWrite(file))
            {
                stream.SetLength(10);
            }

            File.Delete(file);
        }

        Assert.That(await store.CountAsync(RecordFilter.All, cancellationToken), Is.EqualTo(Records));
        await end.CancelAsync();
        Assert.That(await working, Is.Positive);
    }

    [Test]
    [MatrixRow(68)]
    [MatrixRow(70)]
    public async Task A_reload_during_searches_keeps_every_record_and_fails_no_call(CancellationToken cancellationToken)
    {
        Install();
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await OpenFilledAsync(host, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> working = Task.Run(() => WorkOnAsync(store, end.Token), cancellationToken);
        string native = Directory.GetFiles(Folder.At($"plugins/{Plugin}/runtimes"), "*e_sqlite3.*", SearchOption.AllDirectories)
            .First(file => File.Exists(Path.Combine(host.LoadedPlugins.Single().Directory, Path.GetRelativePath(Folder.At($"plugins/{Plugin}"), file))));

        // Bytes after the end of a library are no part of it.
        await File.AppendAllTextAsync(native, "another build", cancellationToken);
        PluginChange change = await host.ReloadAsync(Plugin, cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.Reloaded));
        AssertUnloaded(change.Unloading!);
        Assert.That(await store.CountAsync(RecordFilter.All, cancellationToken), Is.EqualTo(Records));
        await end.CancelAsync();
        Assert.That(await working, Is.Positive);
    }

    private static async Task WorkAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        Assert.That(await store.SearchAsync(Query, cancellationToken), Has.Count.EqualTo(5));
        Assert.That(await store.GetMetadataAsync(cancellationToken: cancellationToken), Has.Count.EqualTo(1));
        Assert.That(await store.LoadAsync(RecordFilter.All, RecordParts.All, cancellationToken).CountAsync(cancellationToken), Is.EqualTo(Records));
        Assert.That((await store.CheckHealthAsync(cancellationToken)).IsHealthy, Is.True);
    }

    private static async Task<int> WorkOnAsync(IVectorStore store, CancellationToken end)
    {
        int rounds = 0;
        while (!end.IsCancellationRequested)
        {
            await WorkAsync(store, CancellationToken.None);
            rounds++;
        }

        return rounds;
    }

    private async Task<IVectorStore> OpenFilledAsync(PluginHost host, CancellationToken cancellationToken)
    {
        IVectorStore store = await host.CreateStoreAsync("sqlite", Context("sqlite"), cancellationToken);
        await store.ConnectAsync(cancellationToken);
        await store.SaveAsync(TestData.Records(Records), TestData.Metadata(), cancellationToken);
        return store;
    }

    /// <summary>Copies the built plugin into the folder of plugins.</summary>
    private void Install()
    {
        string built = typeof(SqlitePluginTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "SqlitePlugin").Value!;
        foreach (string file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Folder.At($"plugins/{Plugin}"), Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The native library stays: the runtime cannot know that no thread is inside it.</summary>
    private string[] MappedAssemblies() => OperatingSystem.IsLinux()
        ? [.. File.ReadLines("/proc/self/maps").Where(map =>
            map.Contains(Cache, StringComparison.Ordinal) && map.EndsWith(".dll", StringComparison.Ordinal))]
        : [];
}
