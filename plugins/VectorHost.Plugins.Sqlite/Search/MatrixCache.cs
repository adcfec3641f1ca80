using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>
/// Keeps the vectors of repositories that were searched, and reads them again when a repository's generation has
/// moved, whoever moved it.
/// </summary>
internal sealed class MatrixCache(ILogger logger, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, VectorMatrix> _matrices = new();
    private readonly AsyncGate _reading = new();

    /// <summary>The vectors as of the scope's generation, where they are at hand.</summary>
    public VectorMatrix? Find(SearchScope scope) =>
        _matrices.TryGetValue(scope.Id, out VectorMatrix? matrix) && matrix.Scope == scope ? matrix : null;

    /// <summary>The vectors as of the scope's generation, read where they are not at hand.</summary>
    /// <param name="snapshot">What the scope was read from.</param>
    /// <param name="scope">The repository.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<VectorMatrix> GetAsync(ReadSnapshot snapshot, SearchScope scope, CancellationToken cancellationToken)
    {
        if (Find(scope) is VectorMatrix atHand)
        {
            return atHand;
        }

        // One reading at a time: searches that begin together need one copy, not one each.
        using IDisposable pass = await _reading.EnterAsync(cancellationToken).ConfigureAwait(false);
        return Find(scope) ?? await ReadAsync(snapshot, scope, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear() => _matrices.Clear();

    private async Task<VectorMatrix> ReadAsync(ReadSnapshot snapshot, SearchScope scope, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        VectorMatrix matrix = await snapshot.RunAsync(
            connection => VectorMatrix.Read(connection, scope, snapshot.Failures, cancellationToken), cancellationToken).ConfigureAwait(false);
        double milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
        SqliteStoreLog.VectorsRead(logger, matrix.Count, scope.Dimensions, scope.Name, milliseconds);

        // A search with an older snapshot may end last: what is newer stays.
        _matrices.AddOrUpdate(scope.Id, matrix, (_, kept) => kept.Scope.Generation > scope.Generation ? kept : matrix);
        return matrix;
    }
}
