using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Row 71 of the failure matrix.</summary>
[NonParallelizable]
[CancelAfter(300_000)]
public sealed class ReloadLeakTests : ReloadTest
{
    private const int Times = 100;
    private const int WarmUp = 20;

    [Test]
    [MatrixRow(71)]
    public async Task A_hundred_reloads_leave_contexts_handles_copies_and_memory_level(CancellationToken cancellationToken)
    {
        AddVersion(1);
        await using PluginHost host = OpenReloading(options => options with { Reload = options.Reload with { QuietPeriod = TimeSpan.FromMilliseconds(1) } });
        await using IVectorStore store = await ConnectAsync(host);
        List<WeakReference> contexts = [];
        long bytes = 0;
        int handles = 0;
        for (int version = 2; version < Times + 2; version++)
        {
            AddVersion(version, "private readonly byte[] _memory = new byte[1 << 20];");
            AssertUnloaded((await host.ReloadAsync("Alpha", cancellationToken)).Unloading!);
            Assert.That(await CountAsync(store), Is.EqualTo(version));
            Note(contexts);
            if (version == WarmUp)
            {
                (bytes, handles) = (GC.GetTotalMemory(forceFullCollection: true), CountHandles());
            }
        }

        Assert.That(contexts, Has.Count.EqualTo(Times));
        Assert.That(contexts.Count(context => context.IsAlive), Is.EqualTo(1));
        Assert.That(host.LoadedPlugins.Count(plugin => plugin.State != LoadedPluginState.Unloaded), Is.EqualTo(1));
        Assert.That(Directory.GetDirectories(Path.Combine(Cache, "Alpha")), Has.Length.EqualTo(1));
        Assert.That(CountHandles(), Is.EqualTo(handles));

        // One megabyte for each version that stayed would be eighty.
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - bytes, Is.LessThan(8L << 20));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Note(List<WeakReference> contexts) =>
        contexts.Add(new WeakReference(AssemblyLoadContext.All.Last(context => context.Name == "plugin Alpha")));

    /// <summary>Where the system tells it: open files of copies, and files of copies that are mapped into memory.</summary>
    private int CountHandles() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget?.StartsWith(Cache, StringComparison.Ordinal) == true) +
            File.ReadLines("/proc/self/maps").Count(map => map.Contains(Cache, StringComparison.Ordinal))
        : 0;
}
