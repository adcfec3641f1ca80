using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;

namespace VectorHost.Benchmarks.Growth;

/// <summary>This program as a process of its own that fills a store, or asks it, so that its memory is known.</summary>
internal static class GrowthProcess
{
    private const string SaveCommand = "only-save";
    private const string AskCommand = "only-ask";
    private const int Seed = 20_260_201;
    private const int QuestionCount = 100;
    private const int BatchRecords = 500;
    private const int Top = 10;

    /// <summary>Does the work where this program was started as a process of its own for it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [SaveCommand or AskCommand, string plugins, string folder, string count, string dimensions])
        {
            return false;
        }

        int length = int.Parse(dimensions, CultureInfo.InvariantCulture);
        Task<string> work = arguments[0] == SaveCommand
            ? SaveAsync(plugins, folder, int.Parse(count, CultureInfo.InvariantCulture), length)
            : AskAsync(plugins, folder, length);
        Console.WriteLine(work.GetAwaiter().GetResult());
        return true;
    }

    /// <summary>The command line that fills a store; its output is a <see cref="GrowthSaving"/>.</summary>
    public static IEnumerable<string> SaveArguments(string plugins, string folder, int count, int dimensions) =>
        Arguments(SaveCommand, plugins, folder, count, dimensions);

    /// <summary>The command line that asks it; its output is a <see cref="GrowthAnswer"/>.</summary>
    public static IEnumerable<string> AskArguments(string plugins, string folder, int count, int dimensions) =>
        Arguments(AskCommand, plugins, folder, count, dimensions);

    private static string[] Arguments(string command, string plugins, string folder, int count, int dimensions) =>
        [command, plugins, folder, count.ToString(CultureInfo.InvariantCulture), dimensions.ToString(CultureInfo.InvariantCulture)];

    private static async Task<string> SaveAsync(string plugins, string folder, int count, int dimensions)
    {
        ClusteredVectors vectors = new(dimensions, Seed);
        vectors.Draw(QuestionCount);
        await using PluginStore opened = await EmbeddedStore.OpenAsync(plugins, folder, CancellationToken.None);
        TimeSpan processor = default;
        TimeSpan wall = default;
        foreach (IGrouping<string, int> repository in Enumerable.Range(0, count).GroupBy(row => GeneratedRecords.RepositoryOf(row, count)))
        {
            foreach (int[] rows in repository.Chunk(BatchRecords))
            {
                float[] drawn = vectors.Draw(rows.Length);
                ChunkRecord[] records = [.. rows.Select((row, i) => GeneratedRecords.MakeRecord(row, count, drawn.AsMemory(i * dimensions, dimensions)))];
                await TimeAsync(records);
            }

            // As a run over a repository ends: with it come the codes.
            await TimeAsync([]);

            async Task TimeAsync(ChunkRecord[] batch)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                long started = Stopwatch.GetTimestamp();
                await opened.Store.SaveAsync(batch, GeneratedRecords.MakeMetadata(repository.Key, dimensions));
                wall += Stopwatch.GetElapsedTime(started);
                processor += Environment.CpuUsage.TotalTime - before;
            }
        }

        return JsonSerializer.Serialize(new GrowthSaving(wall.TotalSeconds, processor.TotalSeconds, OwnMemory.Peak()), GrowthJson.Default.GrowthSaving);
    }

    private static async Task<string> AskAsync(string plugins, string folder, int dimensions)
    {
        float[] questions = new ClusteredVectors(dimensions, Seed).Draw(QuestionCount);
        await using PluginStore opened = await EmbeddedStore.OpenAsync(plugins, folder, CancellationToken.None);
        Task SearchAsync(int question, RecordFilter filter) => opened.Store.SearchAsync(
            new VectorQuery { Embedding = questions.AsMemory(question * dimensions, dimensions), Top = Top, Filter = filter });
        IReadOnlyList<int> all = [.. Enumerable.Range(0, QuestionCount)];
        async Task<Latencies> AskAllAsync(RecordFilter filter)
        {
            // Once for the compiler, once to be measured.
            await Latencies.OfAsync(all, question => SearchAsync(question, filter));
            return await Latencies.OfAsync(all, question => SearchAsync(question, filter));
        }

        Usage first = await Usage.OfAsync(() => SearchAsync(0, RecordFilter.ForRepository(GeneratedRecords.LargeRepository)));
        Latencies everything = await AskAllAsync(RecordFilter.ForRepository(GeneratedRecords.LargeRepository));
        Latencies filtered = await AskAllAsync(RecordFilter.ForRepository(GeneratedRecords.SmallRepository));
        return JsonSerializer.Serialize(
            new GrowthAnswer(first.WallSeconds, first.CpuSeconds, everything.P50, everything.Cpu, filtered.P50, OwnMemory.Peak()), GrowthJson.Default.GrowthAnswer);
    }
}
