using System.Runtime.CompilerServices;
using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>A host loads plugins so that they can be unloaded: nothing of one may hold on to it.</summary>
public static class Unloading
{
    // Finalizers may free what other finalizers wait for, so that one collection is seldom the last.
    private const int Collections = 50;

    /// <summary>
    /// Loads another, collectible copy of the assembly that <typeparamref name="TStore"/> is in, lets a store of it do
    /// what stores do, disposes it, and asserts that nothing keeps the copy in memory.
    /// </summary>
    /// <typeparam name="TStore">The store; it has a constructor that takes a <see cref="VectorStoreContext"/>.</typeparam>
    /// <param name="context">What the store is made with, over an empty state.</param>
    /// <param name="use">What the store does beyond that.</param>
    /// <exception cref="AssertionException">The copy stays, or an answer is wrong.</exception>
    public static async Task AssertCanBeUnloadedAsync<TStore>(VectorStoreContext context, Func<IVectorStore, Task>? use = null)
        where TStore : IVectorStore
    {
        WeakReference copy = await UseCopyAsync(typeof(TStore), context, use);
        for (int collection = 0; collection < Collections && copy.IsAlive; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.That(copy.IsAlive, Is.False, "the plugin is still in memory");
    }

    // Not inlined: the caller's frame would hold the copy that it waits for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseCopyAsync(Type storeType, VectorStoreContext context, Func<IVectorStore, Task>? use)
    {
        PluginCopy copy = new();
        Type copiedType = copy.LoadFromAssemblyPath(storeType.Assembly.Location).GetType(storeType.FullName!)!;
        Assert.That(copiedType, Is.Not.EqualTo(storeType), "it must be another copy");
        await using (IVectorStore store = (IVectorStore)Activator.CreateInstance(copiedType, context)!)
        {
            await UseAsync(store);
            await (use?.Invoke(store) ?? Task.CompletedTask);
        }

        copy.Unload();
        return new WeakReference(copy);
    }

    private static async Task UseAsync(IVectorStore store)
    {
        await store.ConnectAsync();
        await store.SaveAsync(TestData.Records(300), TestData.Metadata());
        using CancellationTokenSource source = new();
        VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 5, Filter = new RecordFilter { PathPrefix = "src/" } };
        Assert.That(await store.SearchAsync(query, source.Token), Has.Count.EqualTo(5));
        Assert.That(await store.SearchAsync(query with { Filter = RecordFilter.All }, source.Token), Has.Count.EqualTo(5));
        Assert.That(await store.GetMetadataAsync(), Has.Count.EqualTo(1));
        Assert.That(await store.LoadAsync(RecordFilter.All, RecordParts.All).Take(20).CountAsync(), Is.EqualTo(20), "a stream that is left");
        Assert.That(await store.LoadAsync(RecordFilter.All, RecordParts.All).CountAsync(), Is.EqualTo(300));
        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.True);
    }
}
