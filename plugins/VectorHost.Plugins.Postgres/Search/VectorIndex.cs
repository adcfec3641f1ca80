using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Search;

/// <summary>
/// Has vectors indexed (HNSW) once there are enough of one length. From then on the server keeps the index up with
/// every save. Nothing here is needed for right answers: what the server refuses is logged and no more.
/// </summary>
/// <param name="commands">What can be done.</param>
/// <param name="indexFrom">From how many vectors on.</param>
/// <param name="logger">Told of what was built, or why not.</param>
internal sealed class VectorIndex(IndexCommands commands, int indexFrom, ILogger logger)
{
    /// <summary>The longest vectors that pgvector indexes.</summary>
    public const int MaxDimensions = 2_000;

    // Counting costs a read of the table: not after every save.
    private const int RecordsBetweenLooks = 10_000;

    // Far beyond the threshold, building takes longer than a save may.
    private readonly long _mostToIndex = 4L * indexFrom;

    private readonly ConcurrentDictionary<int, bool> _isSettled = new();
    private int _recordsSinceLook;

    /// <summary>Builds an index if it is time to, after records were saved.</summary>
    /// <param name="dimensions">The length of their vectors.</param>
    /// <param name="records">How many.</param>
    /// <param name="isLast">Whether they complete an index.</param>
    /// <param name="cancellationToken">Cancels the building; what was saved is saved.</param>
    /// <exception cref="VectorStoreException">The server is away, so that nothing is known of the index.</exception>
    public async Task EnsureAsync(int dimensions, int records, bool isLast, CancellationToken cancellationToken)
    {
        bool isTime = Interlocked.Add(ref _recordsSinceLook, records) >= RecordsBetweenLooks || isLast;
        if (!isTime || dimensions > MaxDimensions || _isSettled.ContainsKey(dimensions))
        {
            return;
        }

        Interlocked.Exchange(ref _recordsSinceLook, 0);
        try
        {
            await BuildIfDueAsync(dimensions, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (!IsOfConnection(exception))
        {
            _isSettled[dimensions] = true;
            PostgresStoreLog.NotIndexed(logger, dimensions, exception.Message, commands.Create(dimensions));
        }
    }

    /// <summary>
    /// Removes indexes that hardly anything is left in, after records were cleared: filling one again record by record
    /// would take longer than building it anew.
    /// </summary>
    /// <exception cref="VectorStoreException">The server is away.</exception>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _isSettled.Clear();
        try
        {
            foreach (int dimensions in await commands.FindAllAsync(cancellationToken).ConfigureAwait(false))
            {
                long enough = Math.Max(1, indexFrom / 2);
                if (await commands.CountAsync(dimensions, enough, cancellationToken).ConfigureAwait(false) < enough)
                {
                    await commands.DropAsync(dimensions, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (VectorStoreException exception) when (!IsOfConnection(exception))
        {
            PostgresStoreLog.IndexKept(logger, exception.Message);
        }
    }

    /// <summary>Whether it was the way to the server that failed, which the next try may find in order, and not what was asked.</summary>
    private static bool IsOfConnection(VectorStoreException failure) =>
        failure is { Kind: StoreFailureKind.Unavailable or StoreFailureKind.Throttled, IsTransient: true } or { Kind: StoreFailureKind.Protocol };

    private async Task BuildIfDueAsync(int dimensions, CancellationToken cancellationToken)
    {
        if (await commands.IsSettledAsync(dimensions, cancellationToken).ConfigureAwait(false))
        {
            _isSettled[dimensions] = true;
            return;
        }

        long count = await commands.CountAsync(dimensions, _mostToIndex + 1, cancellationToken).ConfigureAwait(false);
        if (count > _mostToIndex)
        {
            _isSettled[dimensions] = true;
            PostgresStoreLog.TooManyToIndex(logger, _mostToIndex, dimensions, commands.Create(dimensions));
        }
        else if (count >= indexFrom)
        {
            await BuildAsync(dimensions, count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BuildAsync(int dimensions, long count, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (await commands.TryBuildAsync(dimensions, count, cancellationToken).ConfigureAwait(false))
            {
                _isSettled[dimensions] = true;
                PostgresStoreLog.Indexed(logger, count, dimensions, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.TimedOut)
        {
            // It would take as long in the next run, and the one after.
            await commands.GiveUpAsync(dimensions, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }
}
