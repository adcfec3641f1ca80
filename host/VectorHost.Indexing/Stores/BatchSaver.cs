using VectorHost.Abstractions;

namespace VectorHost.Indexing.Stores;

/// <summary>
/// Saves batches. One that the store refuses for what it contains, or for its size, is halved until what is refused is a
/// single record; all others are saved.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="metadata">The metadata to save with each batch.</param>
internal sealed class BatchSaver(IVectorStore store, IndexMetadata metadata)
{
    /// <summary>With so many, the fault is in the settings or the server, and to look for more of them would take long.</summary>
    private const int MaxRefused = 10;

    private readonly List<(ChunkRecord Record, VectorStoreException Failure)> _refused = [];

    /// <summary>Saves a batch, except for single records that the store refuses.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="cancellationToken">Cancels the save.</param>
    /// <returns>How many records were saved.</returns>
    /// <exception cref="VectorStoreException">The store failed in another way, or refuses one record after the other.</exception>
    public async Task<int> SaveAsync(IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(records, metadata, cancellationToken).ConfigureAwait(false);
            return records.Count;
        }
        catch (VectorStoreException failure) when (failure.Kind is StoreFailureKind.InvalidRecord or StoreFailureKind.LimitExceeded)
        {
            if (records.Count == 1)
            {
                _refused.Add((records[0], failure));
                if (_refused.Count == MaxRefused)
                {
                    ThrowIfRefused();
                }

                return 0;
            }
        }

        int half = records.Count / 2;
        return await SaveAsync([.. records.Take(half)], cancellationToken).ConfigureAwait(false)
            + await SaveAsync([.. records.Skip(half)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says which records were refused, if any were.</summary>
    /// <exception cref="VectorStoreException">Some were; all others were saved.</exception>
    public void ThrowIfRefused()
    {
        if (_refused.Count == 0)
        {
            return;
        }

        (ChunkRecord record, VectorStoreException failure) = _refused[0];
        string others = _refused.Count == 1 ? "" : $" and {_refused.Count - 1} more";
        throw new VectorStoreException(
            failure.Kind,
            $"The vector store refuses {record.Path}:{record.StartLine}{others}: {failure.Message} What else was tried is saved. "
            + "Exclude the file with indexing.exclude, then run the command again.",
            failure)
        {
            Backend = failure.Backend,
            Operation = failure.Operation ?? "save",
        };
    }
}
