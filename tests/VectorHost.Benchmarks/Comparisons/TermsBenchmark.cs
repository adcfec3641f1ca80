using System.Globalization;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>Ranking chunks by the terms of a question over a snapshot, against plain lists in memory.</summary>
internal sealed class TermsBenchmark : IBenchmark
{
    private const int Top = 10;
    private const int QuestionCount = 200;
    private static readonly int[] WordCounts = [1, 3, 5, 8];

    /// <inheritdoc/>
    public string Name => "terms";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("terms: indexing");
        await using RepositoryIndex index = await RepositoryIndex.CreateAsync(context, cancellationToken);
        await index.UpdateAsync(cancellationToken);
        using RepositorySnapshot snapshot = index.Snapshots.Open().Snapshot
            ?? throw new BenchmarkException("The snapshot that was just written cannot be opened.");
        (NaiveTermSearch naive, List<string> texts) = await ReadAsync(context.Repository, snapshot, cancellationToken);
        context.Report.Paragraph(
            $"{Path.GetFileName(context.Repository.Root)}: {snapshot.ChunkCount:N0} chunks, {snapshot.TermCount:N0} terms, {naive.PostingCount:N0} postings, "
            + $"snapshot {index.SnapshotBytes / 1e6:F1} MB. Any word may match, top {Top}, {QuestionCount} questions of words from the files; "
            + $"{context.Rounds.Summary}. Agreement: how many of the plain lists' hits the snapshot finds.");

        MarkdownTable table = new("words", "way", "p50 ms", "p95 ms", "CPU ms", "CPU / plain lists", "agreement");
        foreach (int words in WordCounts)
        {
            context.Progress($"terms: {words} words");
            await CompareAsync(context, snapshot, naive, Questions.Draw(texts, words, QuestionCount), (words, table), cancellationToken);
        }

        context.Report.Table(table);
    }

    private static async Task CompareAsync(
        BenchmarkContext context, RepositorySnapshot snapshot, NaiveTermSearch naive, IReadOnlyList<string> questions,
        (int Words, MarkdownTable Table) result, CancellationToken cancellationToken)
    {
        Contender<Latencies> Compare(string name, Func<string, object> search) =>
            new(name, _ => Latencies.OfAsync(questions, question => Task.FromResult(search(question))));
        IReadOnlyList<Series<Latencies>> series = await context.QuestionRounds.RunAsync(
        [
            Compare("plain lists", question => naive.Search(question, Top)),
            Compare("snapshot", question => snapshot.SearchTerms(question, Top)),
        ],
        cancellationToken);
        double agreement = questions.Average(question =>
        {
            IReadOnlyList<int> plain = naive.Search(question, Top);
            return plain.Intersect(snapshot.SearchTerms(question, Top).Select(hit => hit.ChunkIndex)).Count() / (double)plain.Count;
        });
        foreach (Series<Latencies> own in series)
        {
            bool isBaseline = own == series[0];
            result.Table.Add(
                result.Words.ToString(CultureInfo.InvariantCulture),
                own.Name,
                own.Of(round => round.P50).ToString(),
                Spread.Format(own.Of(round => round.P95).Median),
                Spread.Format(own.Of(round => round.Cpu).Median),
                isBaseline ? MarkdownTable.Nothing : own.RatioTo(series[0], round => round.Cpu).ToString(),
                isBaseline ? MarkdownTable.Nothing : Spread.FormatPart(agreement));
        }
    }

    /// <summary>Reads the chunks again, in the order of the snapshot, so that both sides number them alike.</summary>
    private static async Task<(NaiveTermSearch Search, List<string> Texts)> ReadAsync(
        RepositoryIdentity repository, RepositorySnapshot snapshot, CancellationToken cancellationToken)
    {
        NaiveTermSearch search = new();
        List<string> texts = [];
        SourceTree tree = await SourceTree.ReadAsync(repository, cancellationToken);
        Dictionary<string, SourceFile> files = tree.Files.ToDictionary(file => file.Path);
        for (int i = 0; i < snapshot.FileCount; i++)
        {
            if (files.TryGetValue(snapshot.GetFile(i).Path, out SourceFile? file))
            {
                foreach (Chunk chunk in Chunker.Chunk(file))
                {
                    search.Add(file.Path, chunk.Text);
                    texts.Add(chunk.Text);
                }
            }
        }

        return texts.Count == snapshot.ChunkCount
            ? (search, texts)
            : throw new BenchmarkException("The repository changed while it was measured: run this again when nothing writes to it.");
    }
}
