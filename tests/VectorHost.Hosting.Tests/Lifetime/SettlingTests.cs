using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Waiting for whoever writes: row 67 of the failure matrix. Time passes only as the tests say.</summary>
[CancelAfter(120_000)]
public sealed class SettlingTests : ReloadTest
{
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(300);

    private readonly Queue<Action> _steps = [];

    [Test]
    [MatrixRow(67)]
    public async Task A_dll_that_is_written_piece_by_piece_is_loaded_once_it_is_whole(CancellationToken cancellationToken)
    {
        string file = AddVersion(1);
        byte[] next = await CompileAsync(2);
        await using PluginHost host = OpenStepping();
        await using IVectorStore store = await ConnectAsync(host);
        await File.WriteAllBytesAsync(file, next[..100], cancellationToken);
        foreach (byte[] piece in next.Skip(100).Chunk(next.Length / 10))
        {
            _steps.Enqueue(() => Append(file, piece));
        }

        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(_steps, Is.Empty);
        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    [MatrixRow(67)]
    public async Task A_copy_that_stalls_for_longer_than_the_quiet_period_is_no_failed_load(CancellationToken cancellationToken)
    {
        string file = AddVersion(1);
        byte[] next = await CompileAsync(2);
        await using PluginHost host = OpenStepping();
        await using IVectorStore store = await ConnectAsync(host);
        await File.WriteAllBytesAsync(file, next[..^500], cancellationToken);
        Stall(5);
        _steps.Enqueue(() => Append(file, next[^500..]));

        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
        Assert.That(await CountAsync(store), Is.EqualTo(2));
    }

    [Test]
    [MatrixRow(68)]
    public async Task A_folder_that_is_missing_for_a_moment_was_not_removed(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenStepping();
        await using IVectorStore store = await ConnectAsync(host);
        Directory.Delete(Folder.At("plugins/Alpha"), recursive: true);
        Stall(3);
        _steps.Enqueue(() => AddVersion(2));

        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(Kinds, Is.EqualTo(new[] { PluginChangeKind.Reloading, PluginChangeKind.Reloaded }));
    }

    [Test]
    public async Task Bytes_that_change_under_the_same_length_and_time_are_still_being_written(CancellationToken cancellationToken)
    {
        string file = AddVersion(1);
        string data = Folder.Write("plugins/Alpha/data.bin", "0000");
        DateTime written = File.GetLastWriteTimeUtc(data);
        byte[] next = await CompileAsync(2);
        await using PluginHost host = OpenStepping();
        await using IVectorStore store = await ConnectAsync(host);
        await File.WriteAllBytesAsync(file, next, cancellationToken);
        for (int i = 1; i < 5; i++)
        {
            string text = $"000{i}";
            _steps.Enqueue(() =>
            {
                File.WriteAllText(data, text);
                File.SetLastWriteTimeUtc(data, written);
            });
        }

        await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(_steps, Is.Empty);
        string copy = host.LoadedPlugins.Single(plugin => plugin.State == LoadedPluginState.Loaded).Directory;
        Assert.That(await File.ReadAllTextAsync(Path.Combine(copy, "data.bin"), cancellationToken), Is.EqualTo("0004"));
    }

    [Test]
    public async Task Files_that_never_settle_are_given_up_with_a_code_and_the_old_version_goes_on(CancellationToken cancellationToken)
    {
        AddVersion(1);
        int length = 0;
        await using PluginHost host = OpenReloading(Slow, new SteppingTime(_ => Folder.Write("plugins/Alpha/log.txt", new string('x', ++length))));
        await using IVectorStore store = await ConnectAsync(host);

        PluginChange change = await host.ReloadAsync("Alpha", cancellationToken);

        Assert.That(change.Kind, Is.EqualTo(PluginChangeKind.ReloadFailed));
        Assert.That(change.Problem!.Code, Is.EqualTo("VH1801"));
        Assert.That(await CountAsync(store), Is.EqualTo(1));
    }

    private static void Append(string file, byte[] piece)
    {
        using FileStream stream = new(file, FileMode.Append);
        stream.Write(piece);
    }

    private static PluginHostOptions Slow(PluginHostOptions options) => options with
    {
        CopyCheck = Hosting.Loading.CopyCheck.Content,
        Reload = options.Reload with { QuietPeriod = QuietPeriod, UnfinishedPeriod = 10 * QuietPeriod, SettleTimeout = 100 * QuietPeriod },
    };

    private PluginHost OpenStepping() => OpenReloading(Slow, new SteppingTime(wait =>
    {
        if (wait == QuietPeriod && _steps.TryDequeue(out Action? step))
        {
            step();
        }
    }));

    private void Stall(int quietPeriods)
    {
        for (int i = 0; i < quietPeriods; i++)
        {
            _steps.Enqueue(() => { });
        }
    }

    private async Task<byte[]> CompileAsync(int number)
    {
        string file = AddVersion(number);
        byte[] bytes = await File.ReadAllBytesAsync(file);
        AddVersion(1);
        return bytes;
    }
}
