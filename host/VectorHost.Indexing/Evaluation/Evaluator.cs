using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Evaluation;

/// <summary>
/// Measures how well searches answer: indexes a repository with each setup, asks every question in each variant, and
/// judges the answers. It indexes and searches as users do, but into places of its own.
/// </summary>
/// <param name="environment">Gives embedders and stores.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="loggers">Makes loggers.</param>
public sealed class Evaluator(IEvaluationEnvironment environment, TimeProvider timeProvider, ILoggerFactory loggers)
{
    /// <summary>Always the same: ids are made of it, and order hits that are equally good.</summary>
    private const string RepositoryName = "vectorhost-evaluation";

    /// <summary>Evaluates.</summary>
    /// <param name="plan">What to evaluate.</param>
    /// <param name="observer">Told how far the evaluation has come.</param>
    /// <param name="cancellationToken">Cancels the evaluation; nothing of it stays behind.</param>
    /// <returns>
    /// A result for each setup and variant, in the order of the plan, each as soon as it is there. A failure ends them; what
    /// came before it stands.
    /// </returns>
    /// <exception cref="RepositoryException">The repository cannot be walked.</exception>
    /// <exception cref="EmbeddingException">Texts could not be embedded.</exception>
    /// <exception cref="VectorStoreException">A store failed.</exception>
    public IAsyncEnumerable<EvaluationResult> EvaluateAsync(
        EvaluationPlan plan, IEvaluationObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        return EvaluateAllAsync(plan, observer, cancellationToken);
    }

    private async IAsyncEnumerable<EvaluationResult> EvaluateAllAsync(
        EvaluationPlan plan, IEvaluationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (EvaluationSetup setup in plan.Setups)
        {
            using ScratchFolder scratch = new();
            await foreach (EvaluationResult result in EvaluateAsync(plan, setup, scratch, observer, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }

    private async IAsyncEnumerable<EvaluationResult> EvaluateAsync(
        EvaluationPlan plan,
        EvaluationSetup setup,
        ScratchFolder scratch,
        IEvaluationObserver observer,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Embedder embedder = await environment.ConnectEmbedderAsync(setup.Provider, cancellationToken).ConfigureAwait(false);
        IVectorStore store = await environment.ConnectStoreAsync(setup.Backend, scratch.At("store"), cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            try
            {
                SnapshotLocation snapshots = new(scratch.At("cache"), RepositoryName, setup.Backend);
                IndexSummary summary = await IndexAsync(plan, setup, store, embedder, snapshots, observer, cancellationToken).ConfigureAwait(false);
                foreach (SearchVariant variant in plan.Variants)
                {
                    yield return await AskAsync(plan, setup, variant, (store, embedder, snapshots), summary, observer, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                // Also after a cancellation: a server would keep the collection for ever.
                await ClearAsync(store).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A store that kept to the place it was given holds nothing else; another one keeps what is not ours.</summary>
    private static async Task ClearAsync(IVectorStore store)
    {
        await store.ClearAsync(RepositoryName, CancellationToken.None).ConfigureAwait(false);
        if (!await store.ExistsAsync(repository: null, CancellationToken.None).ConfigureAwait(false))
        {
            await store.ClearAsync(repository: null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<IndexSummary> IndexAsync(
        EvaluationPlan plan,
        EvaluationSetup setup,
        IVectorStore store,
        Embedder embedder,
        SnapshotLocation snapshots,
        IEvaluationObserver observer,
        CancellationToken cancellationToken)
    {
        RepositoryIndexer indexer = new(store, embedder, snapshots, timeProvider, loggers.CreateLogger<RepositoryIndexer>());
        IndexProgress progress = new();
        Task<IndexSummary> run = indexer.IndexAsync(
            RepositoryIdentity.FromFolder(plan.Root, RepositoryName),
            new IndexOptions { Walk = plan.Walk, ChunkLength = setup.ChunkLength },
            progress,
            cancellationToken);
        await observer.FollowIndexingAsync(setup, progress, run).ConfigureAwait(false);
        return await run.ConfigureAwait(false);
    }

    private async Task<EvaluationResult> AskAsync(
        EvaluationPlan plan,
        EvaluationSetup setup,
        SearchVariant variant,
        (IVectorStore Store, Embedder Embedder, SnapshotLocation Snapshots) index,
        IndexSummary summary,
        IEvaluationObserver observer,
        CancellationToken cancellationToken)
    {
        using RepositorySnapshot snapshot = index.Snapshots.Open().Snapshot
            ?? throw new EvaluationException($"The repository {plan.Root} has nothing to index.");
        SearchScope scope = new(RepositoryName, snapshot);
        Searcher searcher = new(index.Store, index.Embedder, variant.Recipe);
        List<JudgedAnswer> answers = [];
        List<TimeSpan> latencies = [];

        // The first question pays for what is loaded and compiled once.
        await searcher.SearchAsync(RequestFor(plan.Queries[0]), [scope], cancellationToken).ConfigureAwait(false);
        foreach (LabelledQuery query in plan.Queries)
        {
            long started = timeProvider.GetTimestamp();
            IReadOnlyList<RankedHit> hits = await searcher.SearchAsync(RequestFor(query), [scope], cancellationToken).ConfigureAwait(false);
            latencies.Add(timeProvider.GetElapsedTime(started));
            answers.Add(JudgedAnswer.Judge(query, hits));
            observer.Asked(setup, variant, answers.Count, plan.Queries.Count);
        }

        latencies.Sort();
        return new EvaluationResult
        {
            Setup = setup,
            Variant = variant.Name,
            Chunks = summary.Chunks,
            IndexDuration = summary.Duration,
            MedianLatency = latencies[latencies.Count / 2],
            HighLatency = latencies[latencies.Count * 95 / 100],
            Answers = answers,
        };
    }

    private static SearchRequest RequestFor(LabelledQuery query) => new() { Query = query.Text, Top = JudgedAnswer.Depth };
}
