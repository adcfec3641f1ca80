using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>A plugin's stream of records, every step of which may fail.</summary>
internal sealed class GuardedRecords(
    ExceptionBorder border, ILogger logger, string backend, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<ChunkRecord>? _records;

    /// <summary>The record that the last step reached.</summary>
    public ChunkRecord Current { get; private set; } = null!;

    public void Start(IVectorStore store, RecordFilter filter, RecordParts parts)
    {
        try
        {
            _records = store.LoadAsync(filter, parts, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
        catch (Exception exception)
        {
            throw border.Translate(exception, StoreOperations.Load, cancellationToken);
        }
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        using var scope = PluginLoadContext.EnterNeutral();
        try
        {
            bool isThere = await _records!.MoveNextAsync().ConfigureAwait(false);
            Current = isThere ? _records.Current ?? throw new InvalidOperationException("it returned null in place of a record") : null!;
            return isThere;
        }
        catch (Exception exception)
        {
            throw border.Translate(exception, StoreOperations.Load, cancellationToken);
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "A failure of closing must not hide the one of reading.")]
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_records is not null)
            {
                await _records.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            HostingLog.DisposalFailed(logger, backend, FailureText.Describe(exception));
        }
    }
}
