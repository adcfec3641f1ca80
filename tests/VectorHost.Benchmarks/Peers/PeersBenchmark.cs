using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Peers;

/// <summary>
/// The embedded store, and all of a search, against what else people take, over chunks of real code and on the same
/// questions.
/// </summary>
internal sealed class PeersBenchmark : IBenchmark
{
    private const int QuestionCount = 200;
    private const int QuestionWords = 5;
    private const int SmallCount = 10_000;

    /// <inheritdoc/>
    public string Name => "peers";

    /// <inheritdoc/>
    public bool IsOnRequest => true;

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var installed = InstalledPeers.Locate();
        using TemporaryFolder folder = new();
        context.Progress("peers: choosing files");
        var corpus = await CodeCorpus.CopyAsync(
            context.Corpus, folder.At("corpus"), context.IsQuick ? 2_000 : 100_000, context.IsQuick ? 20 : QuestionCount, cancellationToken);
        context.Progress("peers: indexing");
        await using RepositoryIndex index = await RepositoryIndex.CreateAsync(
            context with { Repository = RepositoryIdentity.FromFolder(corpus.Root) }, cancellationToken);
        IndexSummary? summary = null;
        Usage indexing = await Usage.OfAsync(async () => summary = await index.UpdateAsync(cancellationToken));

        PeerInput input = await ReadInputAsync(index, corpus, cancellationToken);
        context.Report.Paragraph(
            $"{input.Name}: chunks of {summary!.Files:N0} files from {Directory.GetDirectories(corpus.Root).Length} work trees, cut and embedded by the host. "
            + $"{input.Questions.Count} questions, the first lines of chunks that are not among them, asked one at a time for the {PeerInput.Top} nearest, in each "
            + $"round; {context.Rounds.Summary}. Indexing all of it, files to answers, took {Spread.Format(indexing.WallSeconds)} s "
            + $"({Spread.Format(indexing.CpuSeconds)} s of processor time).");
        PeerWorkshop workshop = new(context, installed, input, folder.At("large"));
        await new StoreComparison(workshop, Peer.Large, indexing).RunAsync(cancellationToken);
        await new ProcessComparison(workshop).RunAsync(cancellationToken);
        await new TermComparison(workshop, index, corpus).RunAsync(cancellationToken);
        PeerWorkshop small = new(context, installed, input.Take(Math.Min(SmallCount, input.Records.Count)), folder.At("small"));
        await new StoreComparison(small, Peer.Small, indexing: null).RunAsync(cancellationToken);
    }

    private static async Task<PeerInput> ReadInputAsync(RepositoryIndex index, CodeCorpus corpus, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = await index.Store.LoadAsync(RecordFilter.All, RecordParts.All, cancellationToken).ToListAsync(cancellationToken);

        // As files follow one another, and chunks in them: repositories then hold what belongs together.
        records.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path) is var order && order != 0 ? order : left.StartLine.CompareTo(right.StartLine));
        List<ReadOnlyMemory<float>> questions = [];
        foreach (string question in corpus.Questions)
        {
            questions.Add(await index.Embedder.EmbedQueryAsync(question, cancellationToken));
        }

        return new PeerInput(records, questions, Questions.Draw([.. records.Select(record => record.Text!)], QuestionWords, corpus.Questions.Count));
    }
}
