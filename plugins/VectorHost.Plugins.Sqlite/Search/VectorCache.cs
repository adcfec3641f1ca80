using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Files;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>
/// Keeps the vectors of repositories that were searched, and reads them again when a repository's generation has
/// moved, whoever moved it.
/// </summary>
/// <param name="files">The files of codes beside the database.</param>
/// <param name="logger">Where readings are noted.</param>
/// <param name="time">The clock that they are timed with.</param>
internal sealed class VectorCache(CodeFiles files, ILogger logger, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, ScopeVectors> _vectors = new();
    private readonly AsyncGate _reading = new();

    /// <summary>The vectors as of the scope's generation, where they are at hand; to be released.</summary>
    public ScopeVectors? TryHold(SearchScope scope) =>
        _vectors.TryGetValue(scope.Id, out ScopeVectors? vectors) && vectors.Scope == scope && vectors.TryHold() ? vectors : null;

    /// <summary>The vectors as of the scope's generation, read where they are not at hand; to be released.</summary>
    /// <param name="snapshot">What the scope was read from.</param>
    /// <param name="scope">The repository.</param>
    /// <param name="scopeCount">How many repositories are searched together: of more, smaller ones have codes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ScopeVectors> HoldAsync(ReadSnapshot snapshot, SearchScope scope, int scopeCount, CancellationToken cancellationToken)
    {
        // One reading at a time: searches that begin together need one copy, not one each.
        using IDisposable pass = await _reading.EnterAsync(cancellationToken).ConfigureAwait(false);
        return TryHold(scope) ?? await ReadAsync(snapshot, scope, scopeCount, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves the codes of a repository in a file, where they are neither there nor at hand, for those who search it later.</summary>
    public async Task EncodeAsync(ReadSnapshot snapshot, SearchScope scope, CancellationToken cancellationToken)
    {
        using IDisposable pass = await _reading.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (TryHold(scope) is ScopeVectors vectors)
        {
            vectors.Release();
        }
        else if (!files.Has(scope))
        {
            await snapshot.RunAsync(connection => Encode(connection, scope, snapshot.Failures, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the codes that are at hand and in no file.</summary>
    public void WriteFiles(CancellationToken cancellationToken)
    {
        foreach (CodedVectors vectors in _vectors.Values.OfType<CodedVectors>().Where(vectors => !vectors.IsFromFile && vectors.Count >= CodedVectors.FewestRows))
        {
            if (vectors.TryHold())
            {
                try
                {
                    files.TryWrite(vectors, cancellationToken);
                }
                finally
                {
                    vectors.Release();
                }
            }
        }
    }

    /// <summary>Lets go of a repository's codes, whose file turned out to be damaged.</summary>
    public void Discard(long repositoryId)
    {
        files.Discard(repositoryId);
        Remove(repositoryId);
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        foreach (long id in _vectors.Keys)
        {
            Remove(id);
        }
    }

    private void Remove(long repositoryId)
    {
        if (_vectors.TryRemove(repositoryId, out ScopeVectors? vectors))
        {
            vectors.Release();
        }
    }

    private async Task<ScopeVectors> ReadAsync(ReadSnapshot snapshot, SearchScope scope, int scopeCount, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        ScopeVectors vectors = await snapshot.RunAsync(
            connection => Read(connection, scope, scopeCount, snapshot.Failures, cancellationToken), cancellationToken).ConfigureAwait(false);
        SqliteStoreLog.VectorsRead(logger, vectors.Count, scope.Dimensions, scope.Name, time.GetElapsedTime(started).TotalMilliseconds);
        Keep(vectors);
        return vectors;
    }

    private ScopeVectors Read(
        SqliteConnection connection, SearchScope scope, int scopeCount, SqliteFailures failures, CancellationToken cancellationToken)
    {
        if (files.TryOpen(scope) is CodedVectors vectors)
        {
            return vectors;
        }

        int count = VectorRows.Count(connection, scope);
        if (count < CodedVectors.FewestRows / scopeCount)
        {
            return VectorMatrix.Read(connection, scope, count, failures, cancellationToken);
        }

        CodeLayout layout = new(count, scope.Dimensions, CodedVectors.BitFormOf(count));
        using CodeMemory memory = new(layout);
        return new CodedVectors(scope, memory.ToImage(Encode(connection, scope, layout, memory, failures, cancellationToken)), isFromFile: false);
    }

    private bool Encode(SqliteConnection connection, SearchScope scope, SqliteFailures failures, CancellationToken cancellationToken)
    {
        int count = VectorRows.Count(connection, scope);
        CodeLayout layout = new(count, scope.Dimensions, CodedVectors.BitFormOf(count));
        return count >= CodedVectors.FewestRows
            && Schema.RunUnmapped(connection, () =>
                files.TryWrite(scope, layout, target => Encode(connection, scope, layout, target, failures, cancellationToken)));
    }

    private static float Encode(
        SqliteConnection connection, SearchScope scope, CodeLayout layout, CodeTarget target, SqliteFailures failures, CancellationToken cancellationToken)
    {
        CodeBuilder builder = new(layout, target);
        VectorRows.Read(connection, scope, layout.Count, failures, (_, rowId, id) => builder.Add(rowId, id), cancellationToken);
        return builder.Complete(cancellationToken);
    }

    private void Keep(ScopeVectors vectors)
    {
        // A search with an older snapshot may end last: what is newer stays.
        ScopeVectors? before = _vectors.GetValueOrDefault(vectors.Scope.Id);
        if (before?.Scope.Generation > vectors.Scope.Generation || !vectors.TryHold())
        {
            return;
        }

        _vectors[vectors.Scope.Id] = vectors;
        before?.Release();
    }
}
