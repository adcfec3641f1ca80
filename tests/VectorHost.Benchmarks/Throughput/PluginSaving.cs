using System.Globalization;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Peers;

namespace VectorHost.Benchmarks.Throughput;

/// <summary>Saves records through a plugin, each time into something new.</summary>
/// <param name="backend">Whose.</param>
/// <param name="server">Its server.</param>
/// <param name="plugins">Where the plugins are.</param>
/// <param name="folder">The folder for files.</param>
/// <param name="input">The records.</param>
internal sealed class PluginSaving(RemoteBackend backend, ServerProcess server, string plugins, string folder, PeerInput input)
{
    private const string Repository = "benchmark";

    private readonly ChunkRecord[] _records = [.. input.Records.Select(record => record with { Repository = Repository })];
    private int _saved;

    /// <summary>How many records every save can have, at the most as many as wished for.</summary>
    public async Task<int> ChooseBatchAsync(int wished, CancellationToken cancellationToken)
    {
        await using PluginStore opened = await OpenAsync(cancellationToken);
        StoreLimits limits = opened.Store.Limits;
        int batch = Math.Min(wished, limits.MaxBatchRecords);
        while (_records.Chunk(batch).Any(records => records.Sum(SizeOf) > limits.MaxBatchBytes))
        {
            batch = batch * 9 / 10;
        }

        return batch;
    }

    /// <summary>Saves all records.</summary>
    public async Task<BuildResult> SaveAsync(int batch, CancellationToken cancellationToken)
    {
        await using PluginStore opened = await OpenAsync(cancellationToken);
        IVectorStore store = opened.Store;
        IndexMetadata metadata = GeneratedRecords.MakeMetadata(Repository, _records[0].Embedding.Length);

        // Makes what the records go to, as the driver of the client does before it is measured.
        await store.SaveAsync([], metadata, cancellationToken);
        Usage usage = await Usage.OfAsync(async () =>
        {
            foreach (ChunkRecord[] records in _records.Chunk(batch))
            {
                await store.SaveAsync(records, metadata, cancellationToken);
            }
        });
        await store.ClearAsync(cancellationToken: cancellationToken);
        return new BuildResult(usage.WallSeconds, usage.CpuSeconds, Bytes: 0, Peak: 0);
    }

    private Task<PluginStore> OpenAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string?> settings = new(server.Settings)
        {
            [backend.CollectionKey] = string.Create(CultureInfo.InvariantCulture, $"plugin-{++_saved}"),
        };
        return PluginStore.OpenAsync(backend.Name, settings, plugins, folder, cancellationToken);
    }

    /// <summary>As <see cref="StoreLimits.MaxBatchBytes"/> counts.</summary>
    private static long SizeOf(ChunkRecord record) => (record.Embedding.Length * (long)sizeof(float))
        + new[] { record.Repository, record.Path, record.FileHash, record.ChunkHash, record.Language, record.Text! }.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) + 36;
}
