using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>A host loads plugins so that they can be unloaded: nothing of this one may hold on.</summary>
[TestFixture]
public sealed class PostgresUnloadTests : PostgresTest
{
    [Test]
    public async Task After_use_and_disposal_the_plugin_can_be_unloaded()
    {
        WeakReference context = await UseAsync();

        for (int attempt = 0; attempt < 50 && context.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.That(context.IsAlive, Is.False);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseAsync()
    {
        PluginContext context = new();
        Type type = context.LoadFromAssemblyPath(typeof(PostgresVectorStore).Assembly.Location).GetType(typeof(PostgresVectorStore).FullName!)!;
        Assert.That(type, Is.Not.EqualTo(typeof(PostgresVectorStore)), "it must be another copy");
        await using (IVectorStore store = (IVectorStore)Activator.CreateInstance(type, Backend.CreateContext([]))!)
        {
            await store.ConnectAsync();
            await store.SaveAsync(TestData.Records(300), TestData.Metadata());
            using CancellationTokenSource source = new();
            VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 5, Filter = new RecordFilter { PathPrefix = "src/" } };
            Assert.That(await store.SearchAsync(query, source.Token), Has.Count.EqualTo(5));
            Assert.That(await store.SearchAsync(query with { Filter = RecordFilter.All }, source.Token), Has.Count.EqualTo(5));
            Assert.That(await store.GetMetadataAsync(), Has.Count.EqualTo(1));
            Assert.That(await store.LoadAsync(RecordFilter.All, RecordParts.All).CountAsync(), Is.EqualTo(300));
            Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.True);
        }

        context.Unload();
        return new WeakReference(context);
    }

    /// <summary>Loads everything anew but what comes from the host.</summary>
    private sealed class PluginContext() : AssemblyLoadContext(isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(typeof(PostgresUnloadTests).Assembly.Location);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            bool isOfTheHost = assemblyName.Name == "VectorHost.Abstractions" || assemblyName.Name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
            string? path = isOfTheHost ? null : _resolver.ResolveAssemblyToPath(assemblyName);
            return path is null ? null : LoadFromAssemblyPath(path);
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
            return path is null ? 0 : LoadUnmanagedDllFromPath(path);
        }
    }
}
