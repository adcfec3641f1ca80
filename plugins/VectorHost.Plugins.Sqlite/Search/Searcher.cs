using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Search.Files;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Searches one database, with what it keeps in memory and in files for the next search.</summary>
internal sealed class Searcher
{
    // Codes save the next process time, but nobody may wait for them as long as it takes to suspect that something hangs.
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly CodeFiles _files;
    private readonly VectorCache _vectors;
    private readonly ConcurrentDictionary<string, bool> _completed = new();
    private volatile bool _hasChanged;

    /// <param name="database">What is searched.</param>
    /// <param name="logger">Where readings and failures of files are noted.</param>
    /// <param name="time">The clock.</param>
    public Searcher(SqliteDatabase database, ILogger logger, TimeProvider time)
    {
        _database = database;
        _time = time;
        _files = new CodeFiles(database.Path, logger);
        _vectors = new VectorCache(_files, logger, time);
    }

    /// <summary>Finds the nearest records.</summary>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken)
    {
        VectorSearch search = new(_vectors, query, _database.Settings.IsExact, _database.Failures);
        while (true)
        {
            try
            {
                return await SearchAsync(search, cancellationToken).ConfigureAwait(false);
            }
            catch (CodesDamagedException exception)
            {
                // Each repository has one file, and a damaged one is not opened again: this ends.
                _vectors.Discard(exception.RepositoryId);
            }
        }
    }

    /// <summary>Notes that records changed.</summary>
    public void NoteChanged() => _hasChanged = true;

    /// <summary>Notes that a repository was saved.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="recordsChanged">Whether records were saved with it.</param>
    public void NoteSaved(IndexMetadata metadata, bool recordsChanged)
    {
        _hasChanged |= recordsChanged;
        if (metadata.State is IndexState.Complete)
        {
            _completed[metadata.Repository] = true;
        }
        else
        {
            _completed.TryRemove(metadata.Repository, out _);
        }
    }

    /// <summary>Lets go of what belongs to repositories that were cleared.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _vectors.Clear();
        _files.Sweep(await _database.ReadAsync(SearchScopes.ReadIds, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Leaves codes for the next process when an index is complete. The index is so with or without them.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(CompletionLimit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await TryEncodeAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>Leaves codes for the next process, where there is anything new, and lets go of the memory.</summary>
    public async Task CloseAsync()
    {
        using CancellationTokenSource limit = new(ClosingLimit, _time);
        try
        {
            await TryEncodeAsync(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            _vectors.Clear();
        }
    }

    private async Task TryEncodeAsync(CancellationToken cancellationToken)
    {
        if (_database.IsReadOnly)
        {
            return;
        }

        try
        {
            await EncodeCompletedAsync(cancellationToken).ConfigureAwait(false);
            await Task.Run(() => _vectors.WriteFiles(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or VectorStoreException or CodesDamagedException)
        {
            // The next search makes them.
        }
    }

    private async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorSearch search, CancellationToken cancellationToken)
    {
        IReadOnlyList<SearchHit>? hits = await _database.ReadAsync(
            connection => search.TryRun(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (hits is not null)
        {
            return hits;
        }

        using ReadSnapshot snapshot = await _database.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        return await search.RunAsync(snapshot, cancellationToken).ConfigureAwait(false);
    }

    private async Task EncodeCompletedAsync(CancellationToken cancellationToken)
    {
        string[] names = [.. _completed.Keys];
        if (names.Length == 0 || !_hasChanged)
        {
            return;
        }

        using ReadSnapshot snapshot = await _database.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        _files.Sweep(await snapshot.RunAsync(SearchScopes.ReadIds, cancellationToken).ConfigureAwait(false));
        foreach (SearchScope scope in await snapshot.RunAsync(connection => SearchScopes.Read(connection, names), cancellationToken).ConfigureAwait(false))
        {
            await _vectors.EncodeAsync(snapshot, scope, cancellationToken).ConfigureAwait(false);
        }
    }
}
