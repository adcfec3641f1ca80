using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Protocol;
using VectorHost.Plugins.Qdrant.Records;

namespace VectorHost.Plugins.Qdrant.Collections;

/// <summary>
/// The collections of records: one for each length of vectors, since a collection of Qdrant takes one length and
/// repositories of different embedders may share a store. That of <c>code</c> and 256 is <c>code.256</c>.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="catalog">The name that all of them begin with.</param>
/// <param name="version">The server's version.</param>
/// <param name="logger">The log.</param>
internal sealed class RecordCollections(QdrantClient client, string catalog, Version version, ILogger logger) : IDisposable
{
    private static readonly Version FirstWithPrefixes = new(1, 19);

    private static readonly string[] IndexedFields = [RecordFields.Repository, RecordFields.Path, RecordFields.Folders];

    /// <summary>Collections that were looked at; what is remembered of them never changes while they exist.</summary>
    private readonly ConcurrentDictionary<string, RecordCollection> _known = [];
    private readonly SemaphoreSlim _creation = new(1, 1);

    /// <summary>The collections that exist now, by length.</summary>
    /// <exception cref="VectorStoreException">One of them is not ours.</exception>
    public async Task<IReadOnlyList<RecordCollection>> FindAsync(CancellationToken cancellationToken)
    {
        // Asked each time: another process may have made one, and what it saved has to be seen.
        IReadOnlyList<string> names = await client.ListCollectionsAsync(cancellationToken).ConfigureAwait(false);
        List<RecordCollection> found = [];
        foreach (string name in names)
        {
            if (DimensionsOf(name) is { } dimensions && await FindAsync(name, dimensions, cancellationToken).ConfigureAwait(false) is { } collection)
            {
                found.Add(collection);
            }
        }

        found.Sort(static (left, right) => left.Dimensions.CompareTo(right.Dimensions));
        return found;
    }

    /// <summary>The collection for a length, made if it is not there.</summary>
    /// <exception cref="VectorStoreException">It could not be made, or is not ours.</exception>
    public async Task<RecordCollection> CreateAsync(int dimensions, CancellationToken cancellationToken)
    {
        await _creation.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string name = NameOf(dimensions);
            if (await client.CreateCollectionAsync(name, dimensions, cancellationToken).ConfigureAwait(false))
            {
                QdrantStoreLog.CollectionCreated(logger, name, dimensions);
            }

            CollectionInfo info = await GetAsync(name, cancellationToken).ConfigureAwait(false);
            RefuseForeign(name, dimensions, info);

            // Before the first point: the graph of what was there earlier would lack the links that filters need.
            foreach (string field in MissingIndexes(info))
            {
                await client.CreateIndexAsync(name, IndexOf(field), cancellationToken).ConfigureAwait(false);
            }

            info = await GetAsync(name, cancellationToken).ConfigureAwait(false);
            return _known[name] = Describe(name, dimensions, info);
        }
        finally
        {
            _creation.Release();
        }
    }

    /// <summary>Deletes them all.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await client.ListCollectionsAsync(cancellationToken).ConfigureAwait(false);
        foreach (string name in names.Where(name => DimensionsOf(name) is not null))
        {
            await client.DeleteCollectionAsync(name, cancellationToken).ConfigureAwait(false);
            Forget(name);
        }
    }

    /// <summary>Forgets a collection that turned out to be gone.</summary>
    public void Forget(string name) => _known.TryRemove(name, out _);

    /// <inheritdoc/>
    public void Dispose() => _creation.Dispose();

    private async Task<RecordCollection?> FindAsync(string name, int dimensions, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out RecordCollection? known))
        {
            return known;
        }

        if (await client.FindCollectionAsync(name, cancellationToken).ConfigureAwait(false) is not { } info)
        {
            return null;
        }

        RefuseForeign(name, dimensions, info);

        // Without its indexes it is being made right now, and empty: records come after them.
        return MissingIndexes(info).Any() ? null : _known[name] = Describe(name, dimensions, info);
    }

    private async Task<CollectionInfo> GetAsync(string name, CancellationToken cancellationToken) =>
        await client.FindCollectionAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw Deleted(name);

    private static void RefuseForeign(string name, int dimensions, CollectionInfo info)
    {
        VectorParameters? vectors = info.Config.Params.Vectors;
        if (vectors?.Size != dimensions || vectors.Distance != VectorParameters.Dot)
        {
            string found = vectors?.Size is { } size ? $"{size} dimensions and the distance {vectors.Distance}" : "vectors under names of their own";
            throw Foreign(name, $"it has {found}; {dimensions} dimensions and {VectorParameters.Dot} are needed");
        }

        if (info.PointsCount > 0 && !info.PayloadSchema.ContainsKey(RecordFields.Repository))
        {
            throw Foreign(name, "it holds points and no index of repositories");
        }
    }

    /// <summary>The failure of a collection that another program made.</summary>
    public static VectorStoreException Foreign(string name, string difference) => new(
        StoreFailureKind.Mismatch,
        $"Qdrant's collection '{name}' was not made by VectorHost: {difference}. Set vector_store.qdrant.collection to another name, or delete the collection.");

    /// <summary>The failure of a save into a collection that somebody deletes meanwhile.</summary>
    public static VectorStoreException Deleted(string name) => new(
        StoreFailureKind.Conflict, $"Qdrant's collection '{name}' was deleted while it was written to.")
    {
        IsTransient = true,
    };

    private static IEnumerable<string> MissingIndexes(CollectionInfo info) => IndexedFields.Where(field => !info.PayloadSchema.ContainsKey(field));

    private NewIndex IndexOf(string field) => new()
    {
        FieldName = field,
        FieldSchema = new KeywordIndex
        {
            IsTenant = field == RecordFields.Repository ? true : null,
            HasPrefixes = field == RecordFields.Path && version >= FirstWithPrefixes ? true : null,
        },
    };

    private static RecordCollection Describe(string name, int dimensions, CollectionInfo info) => new()
    {
        Name = name,
        Dimensions = dimensions,
        HasPrefixIndex = info.PayloadSchema.TryGetValue(RecordFields.Path, out CollectionInfo.PayloadIndex? index) && index.HasPrefixes,
        Strict = info.Config.StrictModeConfig is { Enabled: true } strict ? strict : new StrictMode(),
    };

    private string NameOf(int dimensions) => string.Create(CultureInfo.InvariantCulture, $"{catalog}.{dimensions}");

    private int? DimensionsOf(string name) =>
        name.Length > catalog.Length + 1
        && name.StartsWith(catalog, StringComparison.Ordinal)
        && name[catalog.Length] == '.'
        && int.TryParse(name.AsSpan(catalog.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int dimensions)
        && NameOf(dimensions) == name
            ? dimensions
            : null;
}
