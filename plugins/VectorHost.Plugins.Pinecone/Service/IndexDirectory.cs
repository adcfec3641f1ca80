using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>Finds the index of the settings, makes it when it is needed first, and remembers where it is.</summary>
internal sealed class IndexDirectory(
    PineconeSettings settings, Func<HttpMessageHandler> createHandler, ILogger logger, TimeProvider timeProvider) : IDisposable
{
    private readonly ControlPlane _control = new(settings, createHandler);
    private readonly SemaphoreSlim _gate = new(initialCount: 1);
    private readonly ConcurrentBag<PineconeIndex> _retired = [];
    private PineconeIndex? _current;

    /// <summary>Describes the index as it is now, ready or not.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="VectorStoreException">It cannot be described, or is one that this backend cannot use.</exception>
    public async Task<IndexModel?> DescribeAsync(CancellationToken cancellationToken)
    {
        IndexModel? model = await _control.DescribeAsync(cancellationToken).ConfigureAwait(false);
        if (model is not null)
        {
            IndexCheck.ThrowIfUnusable(model);
        }

        return model;
    }

    /// <summary>Finds the index, and waits until it is ready.</summary>
    /// <returns>Null where there is none.</returns>
    public async Task<PineconeIndex?> FindAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current)
        {
            return current;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _current ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Finds or makes the index for vectors of one length, and waits until it is ready.</summary>
    /// <exception cref="VectorStoreException">It has vectors of another length.</exception>
    public async Task<PineconeIndex> GetOrCreateAsync(int dimension, CancellationToken cancellationToken)
    {
        if (_current is { } current && current.Dimension == dimension)
        {
            return current;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Of another length than what is remembered: somebody may have made it anew.
            PineconeIndex? index = _current is { } known && known.Dimension == dimension
                ? known
                : await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (index is not null && index.Dimension != dimension)
            {
                await DeleteIfEmptyAsync(index, dimension, cancellationToken).ConfigureAwait(false);
                index = null;
            }

            return index ?? await CreateAsync(dimension, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets where the index is, since it may have been deleted or made anew: the next call looks again.</summary>
    public void Forget(PineconeIndex index)
    {
        // Calls that are under way may still use it, so that it is kept until the end.
        if (Interlocked.CompareExchange(ref _current, null, index) == index)
        {
            _retired.Add(index);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current?.Dispose();
        foreach (PineconeIndex index in _retired)
        {
            index.Dispose();
        }

        _control.Dispose();
        _gate.Dispose();
    }

    private async Task<PineconeIndex> CreateAsync(int dimension, CancellationToken cancellationToken)
    {
        PineconeStoreLog.CreatingIndex(logger, settings.IndexName, dimension, settings.Region, settings.Cloud);
        await _control.CreateAsync(dimension, cancellationToken).ConfigureAwait(false);
        PineconeIndex index = await OpenAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new VectorStoreException(StoreFailureKind.Unavailable, $"The Pinecone index '{settings.IndexName}' was deleted while it was being made.");

        // Another process may have been faster, and with vectors of another length.
        return index.Dimension == dimension ? index : throw IndexCheck.WrongDimension(settings.IndexName, index.Dimension, dimension);
    }

    private async Task<PineconeIndex?> OpenAsync(CancellationToken cancellationToken)
    {
        Backoff backoff = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2), timeProvider);
        while (true)
        {
            IndexModel? model = await DescribeAsync(cancellationToken).ConfigureAwait(false);
            if (model is null)
            {
                return null;
            }

            if (model.Status.Ready && model.Status.State != "Terminating")
            {
                return Open(model);
            }

            IndexCheck.ThrowIfHopeless(model);
            PineconeStoreLog.WaitingForIndex(logger, model.Name, model.Status.State);
            await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private PineconeIndex Open(IndexModel model)
    {
        Uri address = IndexCheck.AddressOf(model, settings);
        if (_current is { } current)
        {
            if (current.Address == address && current.Dimension == model.Dimension)
            {
                return current;
            }

            Forget(current);
        }

        PineconeStoreLog.IndexFound(logger, model.Name, model.Dimension!.Value, address.Host);
        DataPlane data = new(PineconeEndpoints.Data(settings, address), createHandler);
        PineconeIndex index = new(settings, address, model.Dimension.Value, data, logger, timeProvider);
        _current = index;
        return index;
    }

    /// <summary>Makes way for an index of another dimension, where nobody has anything in the old one and it is ours.</summary>
    private async Task DeleteIfEmptyAsync(PineconeIndex index, int dimension, CancellationToken cancellationToken)
    {
        IndexModel? model = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        if (model is not null)
        {
            bool isOurs = model.Tags is { } tags && tags.TryGetValue(ControlPlane.CreatorTag, out string? creator) && creator == ControlPlane.Creator;
            if (!isOurs || (await index.Data.ListNamespacesAsync(prefix: "", cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                throw IndexCheck.WrongDimension(settings.IndexName, index.Dimension, dimension);
            }

            PineconeStoreLog.ReplacingIndex(logger, settings.IndexName, index.Dimension, dimension);
            await _control.DeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        Forget(index);
        Backoff backoff = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2), timeProvider);
        while (await _control.DescribeAsync(cancellationToken).ConfigureAwait(false) is { Status.State: "Terminating" })
        {
            await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
