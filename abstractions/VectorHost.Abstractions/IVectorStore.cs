namespace VectorHost.Abstractions;

/// <summary>
/// A vector database that holds the chunks of any number of repositories: what a plugin gives to the host.
/// </summary>
/// <remarks>
/// <para>
/// A store does one thing per call, as its server does it. The host validates records, cuts them into batches within
/// <see cref="Limits"/>, retries transient failures, and applies time-outs, in one place for all backends: a store
/// must not do so itself.
/// </para>
/// <para>
/// <see cref="ConnectAsync"/> is awaited once before any other member except disposal. After it, every method may be
/// called concurrently. Every write is visible to every read that starts after the write completed.
/// </para>
/// <para>
/// Failures arrive as <see cref="VectorStoreException"/>; cancellation arrives as
/// <see cref="OperationCanceledException"/> and is never wrapped. No exception or value that crosses this interface
/// may be of a type that only the plugin knows.
/// </para>
/// <para>
/// The host disposes what it creates, exactly once, also after a failed <see cref="ConnectAsync"/>.
/// </para>
/// </remarks>
public interface IVectorStore : IAsyncDisposable
{
    /// <summary>What this store can take in one call. Final once <see cref="ConnectAsync"/> has completed.</summary>
    StoreLimits Limits { get; }

    /// <summary>
    /// Opens the store and checks that it can be used: settings, credentials, server version. Creates what the store
    /// needs before its first record, or leaves that to the first save. May be called again after it failed.
    /// </summary>
    /// <param name="cancellationToken">Cancels the attempt; the store can still be disposed.</param>
    /// <exception cref="VectorStoreException">The store cannot be used; the kind and the message say why.</exception>
    Task ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the store how it is. A store that is down is an answer, not an exception.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves records, replacing every field of a record whose id the store already holds, and the metadata of their
    /// repository. Saving the same twice leaves one copy.
    /// </summary>
    /// <remarks>
    /// The records all belong to <see cref="IndexMetadata.Repository"/>, have distinct ids, and carry text and an
    /// embedding of <see cref="EmbedderFingerprint.Dimensions"/> finite numbers with length 1. They may be empty: then
    /// only the metadata is replaced. When the call fails, any subset of the records may have been saved; when it
    /// completes, all of them are durable.
    /// </remarks>
    /// <param name="records">At most <see cref="StoreLimits.MaxBatchRecords"/> records.</param>
    /// <param name="metadata">The repository's metadata, saved with the records and never before them.</param>
    /// <param name="cancellationToken">Cancels the save; what was saved stays saved.</param>
    /// <exception cref="VectorStoreException">The records were not all saved.</exception>
    Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default);

    /// <summary>Streams the records that match, each once, in an order that the store chooses.</summary>
    /// <param name="filter">Which records. An empty filter means all.</param>
    /// <param name="parts">What is filled in besides id, location and hashes; the rest is left empty.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <exception cref="VectorStoreException">The stream broke off.</exception>
    IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the records nearest to a vector: the <see cref="VectorQuery.Top"/> best of those that match the filter,
    /// filtered before ranking, in falling order of score, equal scores in the order of their ids.
    /// </summary>
    /// <param name="query">The vector, how many, among which.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="VectorStoreException">The store could not answer.</exception>
    Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads the metadata of one repository, or of all in the order of their names.</summary>
    /// <param name="repository">The repository, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>Empty where the repository, or any, was never saved.</returns>
    /// <exception cref="VectorStoreException">The store could not answer.</exception>
    Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default);

    /// <summary>Counts the records that match, exactly.</summary>
    /// <param name="filter">Which records. An empty filter means all.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="VectorStoreException">The store could not answer.</exception>
    Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Deletes the records that match. None matching is fine. Metadata stays.</summary>
    /// <param name="filter">Which records; at least one condition must be set.</param>
    /// <param name="cancellationToken">Cancels the deletion; any subset may have been deleted.</param>
    /// <exception cref="ArgumentException">The filter is empty: deleting everything is <see cref="ClearAsync"/>.</exception>
    /// <exception cref="VectorStoreException">The records were not all deleted.</exception>
    Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Deletes a repository's records and metadata, or everything. Doing so twice is fine.</summary>
    /// <param name="repository">The repository, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the deletion; any subset may have been deleted.</param>
    /// <exception cref="VectorStoreException">Not everything was deleted.</exception>
    Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default);

    /// <summary>Whether the store holds metadata of the repository, or of any.</summary>
    /// <param name="repository">The repository, or <see langword="null"/> for any.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="VectorStoreException">The store could not answer.</exception>
    Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default);
}
