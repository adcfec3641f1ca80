using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Benchmarks.Peers;

/// <summary>Ranking by terms against SQLite's full-text search, and a whole search against that of vectors alone.</summary>
/// <param name="workshop">What the comparisons share.</param>
/// <param name="corpus">The same records' files and their index.</param>
internal sealed class TermComparison(PeerWorkshop workshop, IndexedCorpus corpus)
{
    private readonly BenchmarkContext _context = workshop.Context;
    private readonly PeerInput _input = workshop.Input;

    /// <summary>Measures and reports.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using RepositorySnapshot snapshot = corpus.Index.Snapshots.Open().Snapshot
            ?? throw new BenchmarkException("The snapshot that was just written cannot be opened.");
        await CompareTermsAsync(snapshot, cancellationToken);
        await CompareSearchesAsync(snapshot, cancellationToken);
    }

    private async Task CompareTermsAsync(RepositorySnapshot snapshot, CancellationToken cancellationToken)
    {
        _context.Progress("peers: terms");
        await using PeerDriver driver = await workshop.StartAsync(Peer.FullText, cancellationToken);
        BuildResult build = await driver.BuildAsync(cancellationToken);
        IReadOnlyList<Series<Latencies>> series = await _context.Rounds.RunAsync<Latencies>(
            [
                new("VectorHost", _ => Latencies.OfAsync(_input.TermQuestions, question => Task.FromResult(snapshot.SearchTerms(question, PeerInput.Top)))),
                new(driver.Peer.Name, async token => (await driver.SearchAsync(setting: 0, repository: null, token)).ToLatencies()),
            ],
            cancellationToken);
        _context.Report.Paragraph(
            $"Ranking the same texts by any of five words, top {PeerInput.Top}, {_input.TermQuestions.Count} questions. VectorHost's snapshot has {corpus.Index.SnapshotBytes / 1e6:F0} MB, "
            + $"the full-text index {build.Bytes / 1e6:F0} MB, built in {Spread.Format(build.Seconds)} s.");
        Write("way", series);
    }

    private async Task CompareSearchesAsync(RepositorySnapshot snapshot, CancellationToken cancellationToken)
    {
        _context.Progress("peers: whole searches");
        Searcher searcher = new(corpus.Index.Store, corpus.Index.Embedder);
        SearchScope scope = new(_input.SourceRepository, snapshot);
        IReadOnlyList<(string Text, ReadOnlyMemory<float> Vector)> questions = [.. corpus.Files.Questions.Zip(_input.Questions)];
        Contender<Latencies> Vectors(string name, int top) => new(name, token => Latencies.OfAsync(
            questions, question => corpus.Index.Store.SearchAsync(new() { Embedding = question.Vector, Top = top }, token)));
        IReadOnlyList<Series<Latencies>> series = await _context.Rounds.RunAsync<Latencies>(
            [
                Vectors($"vectors alone, top {PeerInput.Top}", PeerInput.Top),
                Vectors("vectors alone, top 200, as many as are ranked", 200),
                new("vectors and terms, ranked", token => Latencies.OfAsync(
                    questions, question => searcher.SearchAsync(new SearchRequest { Query = question.Text }, [scope], token))),
                new("the same, five words", token => Latencies.OfAsync(
                    _input.TermQuestions, question => searcher.SearchAsync(new SearchRequest { Query = question }, [scope], token))),
            ],
            cancellationToken);
        _context.Report.Paragraph($"A whole search with its ten hits' lines, embedding the question included, over the index of the files; {_input.Name}.");
        Write("search", series);
    }

    private void Write(string title, IReadOnlyList<Series<Latencies>> series) =>
        _context.Report.Table(LatencyTable.Of(title, series, round => round.P50, "p50"));
}
