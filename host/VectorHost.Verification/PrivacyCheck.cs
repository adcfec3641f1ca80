using VectorHost.Abstractions;

namespace VectorHost.Verification;

/// <summary>
/// Finds out, before any scenario runs, whether the run's places are really its own. The suite deletes everything that
/// it finds, and the store is not to be trusted yet: it may read no filter, and clear more than it is told to.
/// </summary>
/// <remarks>
/// Nothing is written before two places were seen to be empty, so that a store that ignores the context and opens what
/// the user has is found out by its records. Then one record under a name of its own in the first place must not be
/// seen from the second.
/// </remarks>
internal static class PrivacyCheck
{
    /// <summary>Checks two places, and leaves them empty.</summary>
    /// <returns>What the store says of itself.</returns>
    /// <exception cref="VerificationException">The places are not the run's own.</exception>
    /// <exception cref="VectorStoreException">The store cannot be used.</exception>
    public static async Task<StoreHealth> RunAsync(ScratchPlaces places, string backend, CancellationToken cancellationToken)
    {
        ScratchPlace first = places.Take();
        ScratchPlace second = places.Take();
        IVectorStore one = await places.CreateStoreAsync(first, cancellationToken).ConfigureAwait(false);
        await using (one.ConfigureAwait(false))
        {
            IVectorStore other = await places.CreateStoreAsync(second, cancellationToken).ConfigureAwait(false);
            await using (other.ConfigureAwait(false))
            {
                await one.ConnectAsync(cancellationToken).ConfigureAwait(false);
                await other.ConnectAsync(cancellationToken).ConfigureAwait(false);
                StoreHealth health = await one.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
                if (!health.IsHealthy)
                {
                    throw new VectorStoreException(StoreFailureKind.Unavailable, health.Description) { Backend = backend };
                }

                if (!await IsEmptyAsync(one, cancellationToken).ConfigureAwait(false) || !await IsEmptyAsync(other, cancellationToken).ConfigureAwait(false))
                {
                    throw new VerificationException(
                        $"The store of '{backend}' holds records already, although it was given a fresh collection name and data folder. {Remedy(backend)}");
                }

                await CheckApartAsync(one, other, places.CollectionPrefix, backend, cancellationToken).ConfigureAwait(false);
                await places.ReturnAsync(first).ConfigureAwait(false);
                await places.ReturnAsync(second).ConfigureAwait(false);
                return health;
            }
        }
    }

    /// <summary>Whether a store has neither records nor metadata.</summary>
    public static async Task<bool> IsEmptyAsync(IVectorStore store, CancellationToken cancellationToken) =>
        await store.CountAsync(RecordFilter.All, cancellationToken).ConfigureAwait(false) == 0
        && !await store.ExistsAsync(repository: null, cancellationToken).ConfigureAwait(false);

    private static async Task CheckApartAsync(
        IVectorStore one, IVectorStore other, string name, string backend, CancellationToken cancellationToken)
    {
        ChunkRecord record = Conformance.TestData.Record(1, name);
        await one.SaveAsync([record], Conformance.TestData.Metadata(name), cancellationToken).ConfigureAwait(false);
        bool areApart = await IsEmptyAsync(other, cancellationToken).ConfigureAwait(false);
        await one.ClearAsync(name, CancellationToken.None).ConfigureAwait(false);
        if (!areApart)
        {
            throw new VerificationException(
                $"Two stores of '{backend}' with different collection names and data folders share their records. {Remedy(backend)}");
        }
    }

    private static string Remedy(string backend) =>
        "The suite deletes what it finds, so it was not run. A backend keeps its records in the context's CollectionName or DataDirectory where "
        + $"no place is configured: leave the place out of vector_store.{backend} (the keys {string.Join(", ", SectionWithoutPlace.PlaceKeys)} are left out by themselves).";
}
