using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Watching the folder: rows 67 to 69 of the failure matrix, on the real file system.</summary>
[CancelAfter(120_000)]
public sealed class WatchTests : ReloadTest
{
    [Test]
    [MatrixRow(68)]
    public async Task A_dll_that_is_overwritten_is_reloaded_once(CancellationToken cancellationToken) =>
        await ChangeAsync(() => AddVersion(2), expected: 2, cancellationToken);

    [Test]
    [MatrixRow(68)]
    public async Task An_atomic_rename_over_the_dll_is_one_reload(CancellationToken cancellationToken) =>
        await ChangeAsync(
            () =>
            {
                byte[] bytes = Compile(2);
                string draft = Folder.At("plugins/Alpha/.draft");
                File.WriteAllBytes(draft, bytes);
                File.Move(draft, Folder.At("plugins/Alpha/Alpha.dll"), overwrite: true);
            },
            expected: 2,
            cancellationToken);

    [Test]
    [MatrixRow(68)]
    public async Task A_rename_that_keeps_length_and_time_is_one_reload(CancellationToken cancellationToken) =>
        await ChangeAsync(
            () =>
            {
                string file = Folder.At("plugins/Alpha/Alpha.dll");
                DateTime written = File.GetLastWriteTimeUtc(file);
                byte[] bytes = Compile(2);
                Assert.That(bytes, Has.Length.EqualTo(new FileInfo(file).Length));
                string draft = Folder.At("plugins/Alpha/.draft");
                File.WriteAllBytes(draft, bytes);
                File.SetLastWriteTimeUtc(draft, written);
                File.Move(draft, file, overwrite: true);
            },
            expected: 2,
            cancellationToken);

    [Test]
    [MatrixRow(68)]
    public async Task A_dependency_alone_is_one_reload(CancellationToken cancellationToken)
    {
        PluginBuild library = Library(1);
        await ChangeAsync(
            () => Library(2).WriteTo(Folder.At("plugins/Alpha")),
            expected: 2,
            cancellationToken,
            prepare: () =>
            {
                library.WriteTo(Folder.At("plugins/Alpha"));
                Add(new PluginBuild("Alpha")
                {
                    Source = PluginSource.Store("alpha", "public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(Lib.Number);"),
                    References = [library.ToReference()],
                });
            });
    }

    [Test]
    [MatrixRow(68)]
    public async Task A_file_in_a_folder_of_the_plugin_alone_such_as_a_native_library_is_one_reload(CancellationToken cancellationToken)
    {
        string native = Folder.At("plugins/Alpha/runtimes/native/data.so");
        await ChangeAsync(
            () => File.WriteAllText(native, "2"),
            expected: 2,
            cancellationToken,
            prepare: () =>
            {
                Folder.Write("plugins/Alpha/runtimes/native/data.so", "1");
                AddVersion(1, """
                    public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) =>
                        Task.FromResult(long.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(Store).Assembly.Location)!, "runtimes/native/data.so"))));
                    """);
            });
    }

    [Test]
    [MatrixRow(68)]
    public async Task A_folder_that_is_replaced_as_a_whole_is_one_reload(CancellationToken cancellationToken) =>
        await ChangeAsync(
            () =>
            {
                byte[] bytes = Compile(2);
                Directory.CreateDirectory(Folder.At("plugins/.installing-Alpha"));
                File.WriteAllBytes(Folder.At("plugins/.installing-Alpha/Alpha.dll"), bytes);
                Directory.Move(Folder.At("plugins/Alpha"), Folder.At("plugins/.removing-Alpha"));
                Directory.Move(Folder.At("plugins/.installing-Alpha"), Folder.At("plugins/Alpha"));
                Directory.Delete(Folder.At("plugins/.removing-Alpha"), recursive: true);
            },
            expected: 2,
            cancellationToken);

    [Test]
    [MatrixRow(67)]
    public async Task A_dll_that_is_copied_slowly_is_one_reload_and_no_failure(CancellationToken cancellationToken) =>
        await ChangeAsync(
            () =>
            {
                byte[] bytes = Compile(2);
                using FileStream stream = File.Create(Folder.At("plugins/Alpha/Alpha.dll"), bufferSize: 1);
                foreach (byte[] piece in bytes.Chunk(64))
                {
                    stream.Write(piece);
                    stream.Flush(flushToDisk: true);
                }
            },
            expected: 2,
            cancellationToken);

    [Test]
    [MatrixRow(69)]
    public async Task A_broken_version_is_reported_and_its_correction_reloaded(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        await using var watch = new RunningWatch(host);

        Folder.Write("plugins/Alpha/Alpha.dll", "text");
        await WaitForAsync(PluginChangeKind.ReloadFailed, cancellationToken);
        Assert.That(await CountAsync(store), Is.EqualTo(1));
        AddVersion(2);
        await WaitForAsync(PluginChangeKind.Reloaded, cancellationToken);

        Assert.That(await CountAsync(store), Is.EqualTo(2));
        Assert.That(Changes.First().Problem!.Code, Is.EqualTo("VH1101"));
        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.ReloadFailed, PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
    }

    [Test]
    public async Task What_comes_goes_and_breaks_while_it_is_not_in_use_is_told_and_nothing_is_loaded(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Plugins);
        await using PluginHost host = OpenReloading();
        await using var watch = new RunningWatch(host);

        AddVersion(1);
        await WaitForAsync(PluginChangeKind.Added, cancellationToken);
        AddVersion(2);
        await WaitForAsync(PluginChangeKind.Updated, cancellationToken);
        Folder.Write("plugins/Alpha/Alpha.dll", "text");
        await WaitForAsync(PluginChangeKind.Rejected, cancellationToken);
        Directory.Delete(Folder.At("plugins/Alpha"), recursive: true);
        await WaitForAsync(PluginChangeKind.Removed, cancellationToken);

        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Added, PluginChangeKind.Updated, PluginChangeKind.Rejected, PluginChangeKind.Removed }));
        Assert.That(Changes.Single(change => change.Kind == PluginChangeKind.Rejected).Problem!.Code, Is.EqualTo("VH1101"));
        Assert.That(host.LoadedPlugins, Is.Empty);
        Assert.That(host.Catalog.Plugins, Is.Empty);
    }

    [Test]
    public async Task A_change_between_opening_the_host_and_watching_is_not_missed(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        AddVersion(2);

        await using var watch = new RunningWatch(host);
        await WaitForAsync(PluginChangeKind.Reloaded, cancellationToken);

        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    public async Task A_folder_that_comes_only_later_is_found_by_looking(CancellationToken cancellationToken)
    {
        await using PluginHost host = OpenReloading(options => options with { Reload = Quick with { PollInterval = TimeSpan.FromMilliseconds(20) } });
        await using var watch = new RunningWatch(host);
        await Eventually.IsTrueAsync(() => Logs.Texts.Any(text => text.Contains("found by looking", StringComparison.Ordinal)), cancellationToken);

        AddVersion(1);
        await WaitForAsync(PluginChangeKind.Added, cancellationToken);

        Assert.That(host.Catalog.Backends, Is.EqualTo(new[] { "alpha" }));
    }

    [Test]
    public async Task One_plugin_that_is_written_to_without_end_does_not_hold_up_another(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Plugins);
        await using PluginHost host = OpenReloading(options => options with { Reload = Quick with { QuietPeriod = TimeSpan.FromMilliseconds(200) } });
        await using var watch = new RunningWatch(host);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task writing = Task.Run(() => WriteOnAsync(end.Token), cancellationToken);
        await Eventually.IsTrueAsync(() => File.Exists(Folder.At("plugins/Busy/Busy.dll")), cancellationToken);

        AddVersion(1);
        await WaitForAsync(PluginChangeKind.Added, cancellationToken);

        Assert.That(writing.IsCompleted, Is.False);
        Assert.That(Changes.Single().Plugin, Is.EqualTo("Alpha"));
        await end.CancelAsync();
        await writing;
    }

    [Test]
    public async Task Nothing_of_the_watching_is_left_when_it_ends([Values] bool byClosingTheHost, CancellationToken cancellationToken)
    {
        AddVersion(1);
        int before = CountWatches();
        await using PluginHost host = OpenReloading();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = host.WatchAsync(end.Token);
        Assert.That(CountWatches(), Is.GreaterThanOrEqualTo(before));

        if (byClosingTheHost)
        {
            await host.DisposeAsync();
        }
        else
        {
            await end.CancelAsync();
        }

        Assert.CatchAsync<OperationCanceledException>(() => watching);
        await Eventually.IsTrueAsync(() => CountWatches() == before, cancellationToken);
        AddVersion(2);
        Assert.That(Changes, Is.Empty);
    }

    private static PluginBuild Library(int number) =>
        new("Library") { Source = $"public static class Lib {{ public static readonly long Number = {number}; }}" };

    private static int CountWatches() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget?.Contains("inotify", StringComparison.Ordinal) == true)
        : 0;

    private static byte[] Compile(int number) => new PluginBuild("Alpha")
    {
        Version = new Version(number, 0, 0, 0),
        Source = PluginSource.Store("alpha", Counting(number)),
    }.Compile();

    /// <summary>Makes a change while a store is in use, and expects exactly one reload of it.</summary>
    private async Task ChangeAsync(Action change, int expected, CancellationToken cancellationToken, Action? prepare = null)
    {
        (prepare ?? (() => AddVersion(1)))();
        await using PluginHost host = OpenReloading();
        await using IVectorStore store = await ConnectAsync(host);
        await using var watch = new RunningWatch(host);
        Assert.That(await CountAsync(store), Is.EqualTo(1));

        change();
        await WaitForAsync(PluginChangeKind.Reloaded, cancellationToken);
        Assert.That(await CountAsync(store), Is.EqualTo(expected));

        // What is loaded is what is on disk: whatever the watching still has to look at, it finds nothing to reload.
        Assert.That((await host.ReloadAsync("Alpha", cancellationToken)).Kind, Is.EqualTo(PluginChangeKind.Unchanged));
        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
    }

    private Task WaitForAsync(PluginChangeKind kind, CancellationToken cancellationToken) =>
        Eventually.IsTrueAsync(() => Kinds.Contains(kind), cancellationToken);

    private async Task WriteOnAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            Folder.Write("plugins/Busy/Busy.dll", Guid.NewGuid().ToString());
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>Watches until it is disposed.</summary>
    private sealed class RunningWatch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _watching;

        public RunningWatch(PluginHost host) => _watching = host.WatchAsync(_end.Token);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.That(_watching.IsCanceled, Is.True, () => _watching.Exception?.ToString() ?? "it ended by itself");
            _end.Dispose();
        }
    }
}
