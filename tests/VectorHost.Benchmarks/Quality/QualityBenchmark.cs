using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Benchmarks.Quality;

/// <summary>How well searches answer the labelled questions, beside the recipe of the best published result.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
    private const int Top = JudgedAnswer.Depth;

    /// <inheritdoc/>
    public string Name => "quality";

    /// <inheritdoc/>
    public bool IsOnRequest => true;

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(BenchmarkContext.FindOwnRepository(), "tests", "VectorHost.Benchmarks", "Queries");
        IReadOnlyList<LabelledRepository> repositories = await LabelledRepository.ReadAllAsync(folder, context.Corpus, cancellationToken);
        if (repositories.Count == 0)
        {
            throw new BenchmarkException($"{context.Corpus} has no repository of {folder}: check some out there as OWNER+NAME, and name the folder with --corpus PATH.");
        }

        List<AnsweredQuestion> answers = [];
        foreach (LabelledRepository repository in context.IsQuick ? repositories.Take(1) : repositories)
        {
            context.Progress($"quality: {repository.Name}");
            answers.AddRange(await AskAsync(context with { Repository = RepositoryIdentity.FromFolder(repository.Root) }, repository, cancellationToken));
        }

        context.Report.Paragraph(
            $"{repositories.Count} repositories, {repositories.Sum(repository => repository.Queries.Count)} questions. NDCG@10 of files / as labelled, "
            + "averaged over repositories; by kind of question, of files, averaged over questions.");
        foreach (IGrouping<string, AnsweredQuestion> half in answers.GroupBy(answer => answer.Repository.Half))
        {
            context.Report.Table(Tabulate(half.Key, [.. half]));
        }
    }

    private static async Task<List<AnsweredQuestion>> AskAsync(BenchmarkContext context, LabelledRepository repository, CancellationToken cancellationToken)
    {
        await using RepositoryIndex index = await RepositoryIndex.CreateAsync(context, cancellationToken);
        await index.UpdateAsync(cancellationToken);
        using RepositorySnapshot snapshot = index.Snapshots.Open().Snapshot
            ?? throw new BenchmarkException("The snapshot that was just written cannot be opened.");
        List<ChunkRecord> chunks = [];
        await foreach (ChunkRecord chunk in index.Store.LoadAsync(new RecordFilter(), RecordParts.All, cancellationToken))
        {
            chunks.Add(chunk);
        }

        SearchScope scope = new(context.Repository.Name, snapshot);
        PublishedRecipe terms = new(chunks, usesVectors: false);
        PublishedRecipe hybrid = new(chunks, usesVectors: true);
        List<AnsweredQuestion> answers = [];
        foreach (LabelledQuery query in repository.Queries)
        {
            foreach (SearchVariant variant in SearchVariant.Stages)
            {
                Searcher searcher = new(index.Store, index.Embedder, variant.Recipe);
                Add(variant.Name, await searcher.SearchAsync(new SearchRequest { Query = query.Text, Top = Top }, [scope], cancellationToken));
            }

            ReadOnlyMemory<float> embedding = await index.Embedder.EmbedQueryAsync(query.Text, cancellationToken);
            Add("published recipe, terms", terms.Search(query.Text, embedding, Top));
            Add("published recipe, our vectors", hybrid.Search(query.Text, embedding, Top));

            void Add(string way, IReadOnlyList<RankedHit> hits) => answers.Add(new AnsweredQuestion(
                repository, way, query.Category ?? "other", JudgedAnswer.Judge(query.WithoutLines(), hits).Ndcg, JudgedAnswer.Judge(query, hits).Ndcg));
        }

        return answers;
    }

    private static MarkdownTable Tabulate(string half, List<AnsweredQuestion> answers)
    {
        string[] categories = [.. answers.Select(answer => answer.Category).Distinct().Order(StringComparer.Ordinal)];
        MarkdownTable table = new([half, "NDCG@10", .. categories]);
        foreach (IGrouping<string, AnsweredQuestion> way in answers.GroupBy(answer => answer.Way))
        {
            List<IGrouping<LabelledRepository, AnsweredQuestion>> repositories = [.. way.GroupBy(answer => answer.Repository)];
            double files = repositories.Average(repository => repository.Average(answer => answer.OfFiles));
            double lines = repositories.Average(repository => repository.Average(answer => answer.AsLabelled));
            table.Add([way.Key, $"{Show(files)} / {Show(lines)}", .. categories.Select(category => Show(way.Where(answer => answer.Category == category).Average(answer => answer.OfFiles)))]);
        }

        return table;
    }

    private static string Show(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private sealed record AnsweredQuestion(LabelledRepository Repository, string Way, string Category, double OfFiles, double AsLabelled);
}
