using System.Runtime.Loader;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

public sealed class PluginHostTests : HostingTest
{
    [Test]
    public async Task A_store_of_a_plugin_in_a_folder_answers_through_the_host()
    {
        Add("Alpha", PluginSource.Store("alpha", "public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult(42L);"));
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("ALPHA", Context("alpha"));

        await store.ConnectAsync();

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(42));
    }

    [Test]
    public async Task A_plugin_is_unloaded_when_its_last_store_is_closed()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();
        IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));
        await store.ConnectAsync();
        LoadedPlugin plugin = host.LoadedPlugins.Single();

        await store.DisposeAsync();

        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(10)));
        Assert.That(AssemblyLoadContext.All.Select(context => context.Name), Does.Not.Contain("plugin Alpha"));
    }
}
