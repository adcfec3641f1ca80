using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>The built-in embedders: how fast they are, on one thread and on all, and what it takes to get them ready.</summary>
internal sealed class EmbeddingBenchmark : IBenchmark
{
    private const int RunsInRound = 5;

    private static readonly string[] Providers = [EmbedderFactory.Static, EmbedderFactory.Lexical];

    /// <inheritdoc/>
    public string Name => "embedding";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("embedding: reading");
        SourceTree tree = await SourceTree.ReadAsync(context.Repository, cancellationToken);
        string[] texts = [.. tree.Files.SelectMany(TextsOf)];
        await CompareSpeedAsync(context, texts, cancellationToken);
        await CompareStartAsync(context, cancellationToken);
    }

    private static IEnumerable<string> TextsOf(SourceFile file) =>
        Chunker.Chunk(file).Select(chunk => EmbeddingText.ForChunk(file.Path, chunk.Text));

    private static async Task CompareSpeedAsync(BenchmarkContext context, string[] texts, CancellationToken cancellationToken)
    {
        int[] threads = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        IReadOnlyList<(string Provider, int Threads)> ways = [.. Providers.SelectMany(provider => threads.Select(count => (provider, count)))];
        IReadOnlyList<Series<Usage>> series = await context.Rounds.RunAsync(
            [.. ways.Select(way => new Contender<Usage>($"{way.Provider}, {(way.Threads == 1 ? "one thread" : $"{way.Threads} threads")}", token => EmbedAsync(way.Provider, way.Threads, texts, token)))],
            cancellationToken);
        context.Report.Paragraph(
            $"{Path.GetFileName(context.Repository.Root)}: {texts.Length:N0} chunks, {texts.Sum(text => (long)text.Length) / 1e6:F1} million characters; {context.Rounds.Summary}.");
        MarkdownTable table = new("embedder", "wall s", "CPU s", "chunks/s", "chunks/s of one core");
        foreach (Series<Usage> own in series)
        {
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds).ToString(),
                own.Of(usage => usage.CpuSeconds).ToString(),
                own.Of(usage => texts.Length / usage.WallSeconds).ToString(),
                own.Of(usage => texts.Length / usage.CpuSeconds).ToString());
        }

        context.Report.Table(table);
    }

    private static async Task<Usage> EmbedAsync(string provider, int threads, string[] texts, CancellationToken cancellationToken)
    {
        using Embedder embedder = RepositoryIndex.CreateEmbedder(provider);
        await embedder.EmbedQueryAsync("open a file", cancellationToken);
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        return await Usage.OfAsync(() => Parallel.ForEachAsync(
            texts.Chunk(embedder.MaxBatchTexts), options, async (batch, token) => await embedder.EmbedDocumentsAsync(batch, token)));
    }

    private static async Task CompareStartAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using TemporaryFolder home = new();
        Rounds rounds = context.IsQuick ? context.Rounds : context.Rounds with { Count = context.Rounds.Count * RunsInRound };
        IReadOnlyList<Series<Usage>> series = await rounds.RunAsync(
            [.. Providers.Prepend(EmbedderProcess.None).Select(provider => new Contender<Usage>(provider, token => MeasuredProcess.RunAsync(
                Executables.Prepare(context.Executables.Benchmarks, home.Path, EmbedderProcess.Arguments(provider)), token)))],
            cancellationToken);
        context.Report.Paragraph($"A new process that gets an embedder ready and embeds three words; {rounds.Summary}.");
        MarkdownTable table = new("embedder", "wall ms", "CPU ms", "CPU ms more than none");
        foreach (Series<Usage> own in series)
        {
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds * 1e3).ToString(),
                own.Of(usage => usage.CpuSeconds * 1e3).ToString(),
                own == series[0] ? MarkdownTable.Nothing : MoreThan(series[0], own).ToString());
        }

        context.Report.Table(table);
    }

    private static Spread MoreThan(Series<Usage> none, Series<Usage> own) =>
        Spread.Of(own.Rounds.Zip(none.Rounds, (usage, other) => (usage.CpuSeconds - other.CpuSeconds) * 1e3));
}
