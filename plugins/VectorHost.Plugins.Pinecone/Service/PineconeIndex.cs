using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>An index that is ready: its data plane, and the waiting until writes can be seen.</summary>
internal sealed class PineconeIndex(
    PineconeSettings settings, Uri address, int dimension, DataPlane data, ILogger logger, TimeProvider timeProvider) : IDisposable
{
    /// <summary>Where its data plane is.</summary>
    public Uri Address { get; } = address;

    /// <summary>The length of its vectors.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>Reads and writes its vectors.</summary>
    public DataPlane Data { get; } = data;

    /// <summary>The index's name.</summary>
    public string Name => settings.IndexName;

    /// <summary>Waits until every read that starts later sees a write.</summary>
    /// <param name="namespace">The namespace that was written.</param>
    /// <param name="sequence">The write's number; null where the service gave none.</param>
    /// <param name="mayBeGone">Whether the write may have emptied the namespace, which is then forgotten with its numbers.</param>
    /// <param name="cancellationToken">Cancels the waiting; the write stays.</param>
    /// <exception cref="VectorStoreException">It took too long, or the service failed.</exception>
    public async Task WaitUntilVisibleAsync(string @namespace, long? sequence, bool mayBeGone, CancellationToken cancellationToken)
    {
        if (sequence is not { } written)
        {
            return;
        }

        QueryRequest probe = new() { Namespace = @namespace, TopK = 1, Vector = UnitVector() };
        Backoff backoff = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(500), timeProvider);
        for (int probes = 1; ; probes++)
        {
            (QueryAnswer answer, long? indexed) = await Data.QueryAsync(probe, cancellationToken).ConfigureAwait(false);
            if (indexed >= written || (indexed is null && mayBeGone && answer.Matches.Count == 0))
            {
                PineconeStoreLog.Visible(logger, written, @namespace, probes);
                return;
            }

            if (indexed is null && answer.Matches.Count > 0)
            {
                PineconeStoreLog.NoSequenceNumbers(logger, @namespace);
                return;
            }

            if (backoff.Elapsed > settings.VisibilityTimeout)
            {
                throw new VectorStoreException(
                    StoreFailureKind.TimedOut,
                    $"Pinecone took a write to index '{Name}', but reads did not see it within {settings.VisibilityTimeout.TotalSeconds:0} seconds. Try again later, or raise vector_store.pinecone.visibility_timeout_seconds.");
            }

            await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A vector with which nothing is meant: the service refuses one of zeros.</summary>
    public ReadOnlyMemory<float> UnitVector()
    {
        float[] vector = new float[Dimension];
        vector[0] = 1;
        return vector;
    }

    /// <inheritdoc/>
    public void Dispose() => Data.Dispose();
}
