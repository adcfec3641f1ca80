using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;
using VectorHost.Output;

namespace VectorHost.Session;

/// <summary>One search from the command line: makes sure that there is something to search, then asks.</summary>
/// <param name="session">The session.</param>
/// <param name="allRepositories">Whether every repository in the store is searched.</param>
/// <param name="bringUpToDate">Whether the repository at hand is indexed first.</param>
internal sealed class SearchSession(HostSession session, bool allRepositories, bool bringUpToDate)
{
    /// <summary>Searches.</summary>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellationToken) =>
        AskAsync((searcher, scopes) => searcher.AnswerAsync(request, scopes, cancellationToken), cancellationToken);

    /// <summary>Finds code like that at a place of the repository at hand.</summary>
    public Task<SimilarCode> FindSimilarAsync(SimilarityRequest request, CancellationToken cancellationToken) =>
        AskAsync((searcher, scopes) => searcher.FindSimilarAsync(request, HomeOf(scopes), scopes, cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(Func<Searcher, IReadOnlyList<SearchScope>, Task<T>> ask, CancellationToken cancellationToken)
    {
        IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
        if (bringUpToDate)
        {
            bool isIndexed = await store.ExistsAsync(session.Repository.Name, cancellationToken);
            if (isIndexed || !allRepositories)
            {
                await BringUpToDateAsync(store, isIndexed, cancellationToken);
            }
        }

        IReadOnlyList<IndexMetadata> indexes = await store.GetMetadataAsync(
            allRepositories ? null : session.Repository.Name, cancellationToken);
        Embedder embedder = await session.ConnectEmbedderAsync(cancellationToken);
        List<IndexMetadata> searchable = Searchable(indexes, embedder);
        try
        {
            return await AskAsync(ask, store, embedder, searchable, cancellationToken);
        }
        catch (SnapshotDamagedException)
        {
            // Some damage shows only when a part is first used; what is deleted is read from the store again.
            searchable.ForEach(index => DeleteSnapshot(session.LocationOf(index.Repository)));
            return await AskAsync(ask, store, embedder, searchable, cancellationToken);
        }
    }

    /// <summary>Whoever else holds the lock is about to write a new snapshot anyway.</summary>
    private static void DeleteSnapshot(SnapshotLocation location)
    {
        using RepositoryLock? writing = RepositoryLock.TryAcquire(location.LockFile);
        if (writing is not null)
        {
            location.Delete();
        }
    }

    private async Task BringUpToDateAsync(IVectorStore store, bool isIndexed, CancellationToken cancellationToken)
    {
        if (!isIndexed)
        {
            session.Terminal.Note($"Nothing is indexed yet: indexing {session.Repository.Root} into the {session.Settings.Backend} store.");
        }

        try
        {
            IndexSummary summary = await session.IndexAsync(
                new IndexOptions { Walk = session.Settings.Walk, WaitForOthers = !isIndexed },
                isIndexed ? ProgressDisplay.WhenSlow : ProgressDisplay.Always,
                cancellationToken);
            if (summary.HasChanges)
            {
                session.Terminal.Note(SummaryReport.InOneLine(summary));
            }
        }
        catch (RepositoryBusyException)
        {
            session.Terminal.Note("Another process is indexing this repository: searching what is there so far.");
        }
        catch (Exception exception) when (isIndexed && exception is VectorStoreException or IOException or UnauthorizedAccessException)
        {
            // Of an index that was never filled, the answer that nothing was found would be wrong.
            if (await store.CountAsync(RecordFilter.ForRepository(session.Repository.Name), cancellationToken) == 0)
            {
                throw;
            }

            session.Terminal.Note($"The index could not be brought up to date: {exception.Message} Searching what is there.");
        }
    }

    private List<IndexMetadata> Searchable(IReadOnlyList<IndexMetadata> indexes, Embedder embedder)
    {
        if (indexes.Count == 0)
        {
            throw new UsageException(allRepositories
                ? $"The {session.Settings.Backend} store is empty. Index a repository first: vectorhost index REPO."
                : $"'{session.Repository.Name}' is not indexed in the {session.Settings.Backend} store. Run 'vectorhost index', or search without --no-index.");
        }

        List<IndexMetadata> comparable = [.. indexes.Where(index => index.Embedder == embedder.Fingerprint)];
        foreach (IndexMetadata other in indexes.Except(comparable))
        {
            if (!allRepositories)
            {
                throw new IndexMismatchException(other.Repository, other.Embedder, embedder.Fingerprint);
            }

            session.Terminal.Note($"Left out '{other.Repository}': it was indexed with {other.Embedder}.");
        }

        return comparable;
    }

    private SearchScope HomeOf(IReadOnlyList<SearchScope> scopes) =>
        scopes.FirstOrDefault(scope => scope.Repository == session.Repository.Name)
        ?? throw new UsageException(
            $"'{session.Repository.Name}' is not indexed in the {session.Settings.Backend} store as it is configured now: run 'vectorhost index' first.");

    private async Task<T> AskAsync<T>(
        Func<Searcher, IReadOnlyList<SearchScope>, Task<T>> ask,
        IVectorStore store,
        Embedder embedder,
        IReadOnlyList<IndexMetadata> indexes,
        CancellationToken cancellationToken)
    {
        SnapshotRebuilder rebuilder = new(store);
        List<SearchScope> scopes = [];
        try
        {
            foreach (IndexMetadata index in indexes)
            {
                RepositorySnapshot snapshot = await rebuilder.OpenAsync(
                    index,
                    session.LocationOf(index.Repository),
                    () => session.Terminal.Note($"Reading the terms of '{index.Repository}' from the {session.Settings.Backend} store, once."),
                    cancellationToken);
                scopes.Add(new SearchScope(index.Repository, snapshot));
            }

            return await ask(new Searcher(store, embedder), scopes);
        }
        finally
        {
            scopes.ForEach(scope => scope.Snapshot.Dispose());
        }
    }
}
