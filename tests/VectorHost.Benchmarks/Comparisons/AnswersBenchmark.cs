using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>From a question to ranked hits in a warm process, with the default embedder and store, against parts of a search.</summary>
internal sealed class AnswersBenchmark : IBenchmark
{
    private const int Top = 10;
    private const int QuestionCount = 100;
    private const int WordsOfQuestion = 5;

    /// <inheritdoc/>
    public string Name => "answers";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("answers: indexing");
        await using RepositoryIndex index = await RepositoryIndex.CreateAsync(context, cancellationToken);
        await index.UpdateAsync(cancellationToken);
        using RepositorySnapshot snapshot = index.Snapshots.Open().Snapshot
            ?? throw new BenchmarkException("The snapshot that was just written cannot be opened.");
        SourceTree tree = await SourceTree.ReadAsync(context.Repository, cancellationToken);
        IReadOnlyList<string> questions = Questions.Draw(
            [.. tree.Files.SelectMany(file => Chunker.Chunk(file)).Select(chunk => chunk.Text)], WordsOfQuestion, QuestionCount);
        IReadOnlyList<Series<Latencies>> series = await context.QuestionRounds.RunAsync<Latencies>(
            [.. SearchVariant.Stages.Select(variant => Ask(variant, index, new SearchScope(context.Repository.Name, snapshot), questions))], cancellationToken);
        context.Report.Paragraph(
            $"{Path.GetFileName(context.Repository.Root)}: {snapshot.ChunkCount:N0} chunks, top {Top}, {QuestionCount} questions of {WordsOfQuestion} words from the files, "
            + $"one at a time; {context.Rounds.Summary}. `ranked` is what users get.");
        context.Report.Table(LatencyTable.Of("way", series, round => round.Cpu, "CPU"));
    }

    private static Contender<Latencies> Ask(SearchVariant variant, RepositoryIndex index, SearchScope scope, IReadOnlyList<string> questions)
    {
        Searcher searcher = new(index.Store, index.Embedder, variant.Recipe);
        return new(variant.Name, token => Latencies.OfAsync(
            questions, question => searcher.SearchAsync(new SearchRequest { Query = question, Top = Top }, [scope], token)));
    }
}
