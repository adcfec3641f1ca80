using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Records;
using VectorHost.Plugins.Pinecone.Search;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone;

/// <summary>Records in a serverless index of Pinecone, with a namespace for each repository.</summary>
/// <remarks>
/// The service is eventually consistent: a write here completes when reads see it. Ids that break ties are ordered as
/// their text is.
/// </remarks>
[VectorStoreBackend("pinecone", DisplayName = "Pinecone")]
public sealed class PineconeVectorStore : IVectorStore
{
    private readonly VectorStoreContext _context;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _lifetime = new(initialCount: 1);
    private PineconeSettings? _settings;
    private IndexDirectory? _indexes;
    private bool _isDisposed;

    /// <summary>Makes a store; nothing is read or sent before <see cref="ConnectAsync"/>.</summary>
    /// <param name="context">What the host gives.</param>
    public PineconeVectorStore(VectorStoreContext context)
        : this(context, TimeProvider.System)
    {
    }

    internal PineconeVectorStore(VectorStoreContext context, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _timeProvider = timeProvider;
        _logger = context.LoggerFactory.CreateLogger<PineconeVectorStore>();
    }

    /// <inheritdoc/>
    public StoreLimits Limits { get; } = new()
    {
        MaxBatchRecords = 1_000,

        // A request has at most 2 MB, and a number takes up to 15 bytes of JSON instead of 4.
        MaxBatchBytes = 500_000,
        MaxTop = VectorSearch.MaxTop,
        MaxDimensions = 20_000,
        SharesDimensions = true,
        MaxTextBytes = UpsertBody.MaxTextBytes,
        MaxFilterValues = 1_000,
    };

    private IndexDirectory Indexes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _indexes ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _lifetime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_indexes is not null)
            {
                return;
            }

            _settings = PineconeSettings.Read(_context);
            IndexDirectory indexes = new(_settings, _context.CreateHttpHandler, _logger, _timeProvider);
            try
            {
                await indexes.DescribeAsync(cancellationToken).ConfigureAwait(false);
                _indexes = indexes;
            }
            finally
            {
                if (_indexes is null)
                {
                    indexes.Dispose();
                }
            }
        }
        finally
        {
            _lifetime.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return Describe(await Indexes.DescribeAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(metadata);
        int dimension = records.Count > 0 ? records[0].Embedding.Length : metadata.Embedder.Dimensions;
        PineconeIndex index = await Indexes.GetOrCreateAsync(dimension, cancellationToken).ConfigureAwait(false);
        await RunAsync(index, () => new RecordWriter(index).SaveAsync(records, metadata, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return LoadAsync(Indexes, filter, parts, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Top, 1, nameof(query));
        return RunAsync<IReadOnlyList<SearchHit>>(
            index => new VectorSearch(index, _settings!, query, _logger).RunAsync(cancellationToken), [], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        RunAsync(index => ReadMetadataAsync(new MetadataDocuments(index), repository, cancellationToken), [], cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return RunAsync(index => CountAsync(new RecordReader(index), filter, cancellationToken), 0, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsEmpty
            ? throw new ArgumentException("The filter has no condition. To delete everything, call ClearAsync.", nameof(filter))
            : RunAsync(
                async index =>
                {
                    await DeleteAsync(index, filter, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                absent: false,
                cancellationToken);
    }

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) => RunAsync(
        async index =>
        {
            await ClearAsync(index, repository, cancellationToken).ConfigureAwait(false);
            return true;
        },
        absent: false,
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        RunAsync(index => ExistsAsync(new MetadataDocuments(index), repository, cancellationToken), absent: false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await _lifetime.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        _indexes?.Dispose();
        _lifetime.Dispose();
    }

    /// <summary>Asks the index, where there is one.</summary>
    private async Task<T> RunAsync<T>(Func<PineconeIndex, Task<T>> ask, T absent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PineconeIndex? index = await Indexes.FindAsync(cancellationToken).ConfigureAwait(false);
        if (index is null)
        {
            return absent;
        }

        T answer = absent;
        await RunAsync(index, async () => answer = await ask(index).ConfigureAwait(false)).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Asks an index, which may have been deleted or made anew since it was found: then it is looked for again the next time.</summary>
    private async Task RunAsync(PineconeIndex index, Func<Task> ask)
    {
        try
        {
            await ask().ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.Unavailable or StoreFailureKind.Mismatch)
        {
            _indexes?.Forget(index);
            throw;
        }
    }

    private static async IAsyncEnumerable<ChunkRecord> LoadAsync(
        IndexDirectory indexes, RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordCondition condition = new(filter);
        if (condition.MatchesNothing || await indexes.FindAsync(cancellationToken).ConfigureAwait(false) is not { } index)
        {
            yield break;
        }

        RecordReader reader = new(index);
        foreach (string name in await reader.FindNamespacesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            await foreach (ChunkRecord record in reader.ReadAsync(name, condition, cancellationToken).ConfigureAwait(false))
            {
                // Records of a page that is here already would hide a cancellation.
                cancellationToken.ThrowIfCancellationRequested();
                yield return RecordReading.Trim(record, parts);
            }
        }
    }

    private static async Task<IReadOnlyList<IndexMetadata>> ReadMetadataAsync(
        MetadataDocuments documents, string? repository, CancellationToken cancellationToken)
    {
        if (repository is null)
        {
            IReadOnlyList<IndexMetadata> all = await documents.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            return [.. all.OrderBy(metadata => metadata.Repository, StringComparer.Ordinal)];
        }

        return NamespaceNames.TryGetKey(repository, out string? key)
            && await documents.ReadDocumentAsync(key, cancellationToken).ConfigureAwait(false) is { } document
            ? [document.Metadata]
            : [];
    }

    private static async Task<long> CountAsync(RecordReader reader, RecordFilter filter, CancellationToken cancellationToken)
    {
        RecordCondition condition = new(filter);
        long count = 0;
        if (!condition.MatchesNothing)
        {
            foreach (string name in await reader.FindNamespacesAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                count += await reader.CountAsync(name, condition, cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    private static async Task DeleteAsync(PineconeIndex index, RecordFilter filter, CancellationToken cancellationToken)
    {
        RecordCondition condition = new(filter);
        if (condition.MatchesNothing)
        {
            return;
        }

        IReadOnlyList<string> namespaces = await new RecordReader(index).FindNamespacesAsync(filter, cancellationToken).ConfigureAwait(false);
        RecordWriter writer = new(index);
        await (condition.IsEmpty
            ? writer.DeleteAllAsync(namespaces, cancellationToken)
            : writer.DeleteAsync(namespaces, condition, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Metadata first: half cleared, the repository counts as never indexed, and is indexed in full the next time.</summary>
    private static async Task ClearAsync(PineconeIndex index, string? repository, CancellationToken cancellationToken)
    {
        RecordWriter writer = new(index);
        if (repository is null)
        {
            IReadOnlyList<string> namespaces = await new RecordReader(index).ListNamespacesAsync(cancellationToken).ConfigureAwait(false);
            await writer.DeleteAllAsync([NamespaceNames.Metadata], cancellationToken).ConfigureAwait(false);
            await writer.DeleteAllAsync(namespaces, cancellationToken).ConfigureAwait(false);
        }
        else if (NamespaceNames.TryGetKey(repository, out string? key))
        {
            await new MetadataDocuments(index).DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            await writer.DeleteAllAsync([NamespaceNames.OfKey(key)], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> ExistsAsync(MetadataDocuments documents, string? repository, CancellationToken cancellationToken) =>
        repository is null
            ? (await documents.ListKeysAsync(cancellationToken).ConfigureAwait(false)).Count > 0
            : NamespaceNames.TryGetKey(repository, out string? key)
                && await documents.ReadDocumentAsync(key, cancellationToken).ConfigureAwait(false) is not null;

    private StoreHealth Describe(IndexModel? model)
    {
        if (model is null)
        {
            return Health(isHealthy: true, $"Pinecone, no index '{_settings!.IndexName}' yet: the first save makes it in {_settings.Region} of {_settings.Cloud}");
        }

        string place = $"Pinecone, index '{model.Name}' in {model.Spec.Serverless!.Region} of {model.Spec.Serverless.Cloud}";
        return model.Status.Ready
            ? Health(isHealthy: true, $"{place}, {model.Dimension} dimensions")
            : Health(isHealthy: false, $"{place} is not ready (state '{model.Status.State}'): try again in a minute");
    }

    private static StoreHealth Health(bool isHealthy, string description) => new()
    {
        IsHealthy = isHealthy,
        Description = description,
        ServerVersion = $"API {PineconeEndpoints.ApiVersion}",
    };
}
