namespace VectorHost.TestSupport;

/// <summary>Pieces of C# to make plugins of.</summary>
public static class PluginSource
{
    /// <summary>Part of every <see cref="PluginBuild"/>.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>A base class with the simplest answer to everything, for classes that show one thing.</summary>
    public const string StubStore = """
        namespace Stubs
        {
            using VectorHost.Abstractions;

            public abstract class StubStore : IVectorStore
            {
                public virtual StoreLimits Limits => new() { MaxBatchRecords = 100 };
                public virtual Task ConnectAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
                public virtual Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) => Task.FromResult(new StoreHealth { IsHealthy = true, Description = "Fine." });
                public virtual Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) => Task.CompletedTask;
                public virtual async IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default) { await Task.Yield(); yield break; }
                public virtual Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<SearchHit>>([]);
                public virtual Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<IndexMetadata>>([]);
                public virtual Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult(0L);
                public virtual Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.CompletedTask;
                public virtual Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) => Task.CompletedTask;
                public virtual Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) => Task.FromResult(false);
                public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
            }
        }
        """;

    /// <summary>A whole plugin: one backend that answers simply, but for the members given.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="members">Overrides of <c>StubStore</c>, and whatever else belongs into the class.</param>
    /// <param name="outside">Whatever else belongs into the file: other classes, after the store.</param>
    public static string Store(string backend, string members = "", string outside = "") => $$"""
        using VectorHost.Abstractions;
        {{StubStore}}
        namespace Plugin
        {
            [VectorStoreBackend("{{backend}}")]
            public sealed class Store(VectorStoreContext context) : Stubs.StubStore
            {
                public VectorStoreContext Context { get; } = context;
                {{members}}
            }

            {{outside}}
        }
        """;

    /// <summary>A contract of another version, with as much in it as a plugin's metadata mentions.</summary>
    public static string Contract => """
        namespace VectorHost.Abstractions
        {
            [AttributeUsage(AttributeTargets.Class)]
            public sealed class VectorStoreBackendAttribute(string name) : Attribute { public string Name => name; public string? DisplayName { get; init; } }
            public interface IVectorStore : IAsyncDisposable { }
            public sealed class VectorStoreContext { }
        }
        """;

    /// <summary>A plugin for <see cref="Contract"/>.</summary>
    public static string StoreForOtherContract(string backend) => $$"""
        using VectorHost.Abstractions;
        namespace Plugin
        {
            [VectorStoreBackend("{{backend}}")]
            public sealed class Store(VectorStoreContext context) : IVectorStore
            {
                public VectorStoreContext Context { get; } = context;
                public ValueTask DisposeAsync() => ValueTask.CompletedTask;
            }
        }
        """;
}
