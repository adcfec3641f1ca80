using System.Diagnostics;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;

namespace VectorHost.Benchmarks.Peers;

/// <summary>The embedded store, through the plugin host, measured as the peers are.</summary>
internal static class OwnStore
{
    private const int BatchRecords = 500;

    /// <summary>Saves all records, each batch of which is durable when the next begins.</summary>
    /// <param name="records">The records.</param>
    /// <param name="question">Is asked afterwards, since whatever is built for searching belongs to it.</param>
    /// <param name="plugins">Where the plugins are.</param>
    /// <param name="folder">The folder of the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BuildResult> BuildAsync(
        IEnumerable<ChunkRecord> records, ReadOnlyMemory<float> question, string plugins, string folder, CancellationToken cancellationToken)
    {
        Usage usage;
        await using (PluginStore opened = await EmbeddedStore.OpenAsync(plugins, folder, cancellationToken))
        {
            IVectorStore store = opened.Store;
            usage = await Usage.OfAsync(async () =>
            {
                foreach (IGrouping<string, ChunkRecord> repository in records.GroupBy(record => record.Repository))
                {
                    foreach (ChunkRecord[] batch in repository.Chunk(BatchRecords))
                    {
                        await store.SaveAsync(batch, GeneratedRecords.MakeMetadata(repository.Key, batch[0].Embedding.Length), cancellationToken);
                    }
                }

                await store.SearchAsync(new VectorQuery { Embedding = question, Top = PeerInput.Top }, cancellationToken);
            });
        }

        return new BuildResult(usage.WallSeconds, usage.CpuSeconds, EmbeddedStore.SizeIn(folder), Peak: 0);
    }

    /// <summary>Asks all questions, one after the other, for hits with their texts.</summary>
    /// <param name="store">The store.</param>
    /// <param name="input">The questions.</param>
    /// <param name="repository">The repository to search in; all where there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SearchResult> SearchAsync(IVectorStore store, PeerInput input, string? repository, CancellationToken cancellationToken)
    {
        RecordFilter filter = repository is null ? RecordFilter.All : RecordFilter.ForRepository(repository);
        Dictionary<Guid, int> rows = input.Records.Select((record, row) => (record.Id, row)).ToDictionary(item => item.Id, item => item.row);
        List<IReadOnlyList<SearchHit>> found = new(input.Questions.Count);
        double[] milliseconds = new double[input.Questions.Count];
        Usage.Settle();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < milliseconds.Length; i++)
        {
            long started = Stopwatch.GetTimestamp();
            found.Add(await store.SearchAsync(new VectorQuery { Embedding = input.Questions[i], Top = PeerInput.Top, Filter = filter }, cancellationToken));
            milliseconds[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        double cpu = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        return new SearchResult(milliseconds, cpu, [.. found.Select(hits => hits.Select(hit => rows[hit.Record.Id]).ToList())]);
    }
}
