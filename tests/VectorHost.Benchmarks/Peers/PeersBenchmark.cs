using VectorHost.Benchmarks.Measuring;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Peers;

/// <summary>
/// The embedded store, and all of a search, against what else people take, over chunks of real code and on the same
/// questions.
/// </summary>
internal sealed class PeersBenchmark : IBenchmark
{
    private const int ChunkCount = 100_000;
    private const int QuestionCount = 200;
    private const int SmallCount = 10_000;

    /// <inheritdoc/>
    public string Name => "peers";

    /// <inheritdoc/>
    public bool IsOnRequest => true;

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        InstalledPeers.Require("peers", "chroma");
        context.Progress("peers");
        using TemporaryFolder folder = new();
        await using IndexedCorpus corpus = await IndexedCorpus.CreateAsync(
            context, folder.At("corpus"), context.IsQuick ? 2_000 : ChunkCount, context.IsQuick ? 20 : QuestionCount, cancellationToken);
        PeerInput input = corpus.Input;
        context.Report.Paragraph(
            $"{corpus.Description}. {input.Questions.Count} questions, the first lines of chunks that are not among them, asked one at a time for the "
            + $"{PeerInput.Top} nearest, in each round; {context.Rounds.Summary}. Indexing all of it, from files to answers, took "
            + $"{Spread.Format(corpus.Indexing.WallSeconds)} s ({Spread.Format(corpus.Indexing.CpuSeconds)} s of processor time).");
        PeerWorkshop workshop = new(context, input, folder.At("large"));
        await new StoreComparison(workshop, [.. Peer.Large.Where(peer => context.Includes(peer.Name))], corpus.Indexing).RunAsync(cancellationToken);
        await new ProcessComparison(workshop).RunAsync(cancellationToken);
        await new TermComparison(workshop, corpus).RunAsync(cancellationToken);
        if (!Peer.Small.Any(peer => context.Includes(peer.Name)))
        {
            return;
        }

        PeerWorkshop small = new(context, input.Take(Math.Min(SmallCount, input.Records.Count)), folder.At("small"));
        await new StoreComparison(small, Peer.Small, indexing: null).RunAsync(cancellationToken);
    }
}
