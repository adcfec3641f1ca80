using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>A new version that cannot serve: row 69 of the failure matrix.</summary>
[CancelAfter(120_000)]
public sealed class BrokenReloadTests : ReloadTest
{
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
