using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>The metadata of repositories, in a namespace of its own: it is no record's neighbour, and in no count.</summary>
internal sealed class MetadataDocuments(PineconeIndex index)
{
    private const int MaxPiecesInOneRequest = 40;

    private const int MaxReads = 5;

    /// <summary>The keys of the repositories that have metadata.</summary>
    public async Task<IReadOnlyList<string>> ListKeysAsync(CancellationToken cancellationToken)
    {
        List<string> keys = [];
        await foreach (IReadOnlyList<string> page in index.Data.ListAsync(NamespaceNames.Metadata, prefix: "", cancellationToken).ConfigureAwait(false))
        {
            keys.AddRange(page.Where(MetadataPieces.IsHead));
        }

        return keys;
    }

    /// <summary>Reads the metadata of all repositories.</summary>
    public async Task<IReadOnlyList<IndexMetadata>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<IndexMetadata> all = [];
        foreach (string[] keys in (await ListKeysAsync(cancellationToken).ConfigureAwait(false)).Chunk(DataPlane.MaxFetchIds))
        {
            foreach (StoredVector<DocumentFields> head in await FetchAsync(keys, cancellationToken).ConfigureAwait(false))
            {
                if (await CompleteAsync(head, cancellationToken).ConfigureAwait(false) is { } document)
                {
                    all.Add(document.Metadata);
                }
            }
        }

        return all;
    }

    /// <summary>Reads the metadata of a repository.</summary>
    /// <returns>Null where there is none.</returns>
    public async Task<MetadataDocument?> ReadDocumentAsync(string key, CancellationToken cancellationToken) =>
        await FetchAsync([key], cancellationToken).ConfigureAwait(false) is [{ } head, ..]
            ? await CompleteAsync(head, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Replaces the metadata of a repository, unless it is the same already.</summary>
    /// <param name="key">The repository's key.</param>
    /// <param name="metadata">What to write.</param>
    /// <param name="known">What was read before.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task WriteAsync(string key, IndexMetadata metadata, MetadataDocument? known, CancellationToken cancellationToken)
    {
        string json = MetadataJson.Write(metadata);
        if (known is not null && MetadataJson.Write(known.Metadata) == json)
        {
            return;
        }

        IReadOnlyList<StoredVector<DocumentFields>> pieces = MetadataPieces.Cut(key, metadata.Repository, json, index.UnitVector());

        if (pieces.Count > MetadataPieces.MaxPieces)
        {
            throw new VectorStoreException(
                StoreFailureKind.LimitExceeded,
                $"The metadata of '{metadata.Repository}' is too long for Pinecone: {json.Length} characters. Leave out some of its entries.");
        }

        // The head last: it says which pieces belong to it.
        foreach (StoredVector<DocumentFields>[] request in pieces.Skip(1).Chunk(MaxPiecesInOneRequest))
        {
            await UpsertAsync(request, cancellationToken).ConfigureAwait(false);
        }

        await UpsertAsync([pieces[0]], cancellationToken).ConfigureAwait(false);
        if (known is { Pieces: > 1 } && known.Stamp != pieces[0].Metadata!.Stamp)
        {
            await DeleteAsync(MetadataPieces.FurtherIds(key, known.Stamp, known.Pieces), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the metadata of a repository. None being there is fine.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        List<string> ids = [key];
        await foreach (IReadOnlyList<string> page in
            index.Data.ListAsync(NamespaceNames.Metadata, MetadataPieces.Prefix(key), cancellationToken).ConfigureAwait(false))
        {
            ids.AddRange(page);
        }

        await DeleteAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<StoredVector<DocumentFields>>> FetchAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        [.. await index.Data.FetchAsync(NamespaceNames.Metadata, ids, DataJson.Default.FetchedDocuments, cancellationToken).ConfigureAwait(false)];

    private async Task UpsertAsync(IReadOnlyList<StoredVector<DocumentFields>> pieces, CancellationToken cancellationToken)
    {
        UpsertRequest request = new() { Namespace = NamespaceNames.Metadata, Vectors = pieces };
        long? written = await index.Data.UpsertAsync(request, cancellationToken).ConfigureAwait(false);
        await index.WaitUntilVisibleAsync(NamespaceNames.Metadata, written, mayBeGone: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        long? last = null;
        foreach (string[] chunk in ids.Chunk(DataPlane.MaxDeleteIds))
        {
            DeleteRequest request = new() { Namespace = NamespaceNames.Metadata, Ids = chunk };
            last = await index.Data.DeleteAsync(request, cancellationToken).ConfigureAwait(false) ?? last;
        }

        await index.WaitUntilVisibleAsync(NamespaceNames.Metadata, last, mayBeGone: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what belongs to a head, and the head again where a writer replaced it meanwhile.</summary>
    private async Task<MetadataDocument?> CompleteAsync(StoredVector<DocumentFields> head, CancellationToken cancellationToken)
    {
        string key = head.Id;
        for (int reads = 0; reads < MaxReads; reads++)
        {
            if (await ReadPiecesAsync(head, cancellationToken).ConfigureAwait(false) is { } json)
            {
                return Parse(head, json);
            }

            if (await FetchAsync([key], cancellationToken).ConfigureAwait(false) is not [{ } again, ..])
            {
                return null;
            }

            head = again;
        }

        throw Damaged(key, cause: null);
    }

    private async Task<string?> ReadPiecesAsync(StoredVector<DocumentFields> head, CancellationToken cancellationToken)
    {
        // The number is whatever stands there: that many ids are about to be written down.
        DocumentFields fields = head.Metadata is { Pieces: >= 1 and <= MetadataPieces.MaxPieces } found ? found : throw Damaged(head.Id, cause: null);
        Dictionary<string, string> pieces = [];
        IReadOnlyList<string> ids = MetadataPieces.FurtherIds(head.Id, fields.Stamp, (int)fields.Pieces);
        foreach (string[] chunk in ids.Chunk(DataPlane.MaxFetchIds))
        {
            foreach (StoredVector<DocumentFields> piece in await FetchAsync(chunk, cancellationToken).ConfigureAwait(false))
            {
                pieces[piece.Id] = piece.Metadata?.Json ?? "";
            }
        }

        return pieces.Count == ids.Count ? fields.Json + string.Concat(ids.Select(id => pieces[id])) : null;
    }

    private static MetadataDocument Parse(StoredVector<DocumentFields> head, string json)
    {
        try
        {
            return new MetadataDocument(MetadataJson.Read(json), head.Metadata!.Stamp, (int)head.Metadata.Pieces);
        }
        catch (JsonException exception)
        {
            throw Damaged(head.Id, exception);
        }
    }

    private static VectorStoreException Damaged(string key, JsonException? cause) => new(
        StoreFailureKind.Corrupt,
        $"The metadata '{key}' in namespace '{NamespaceNames.Metadata}' of the Pinecone index cannot be read: run 'vectorhost clear' and index again.",
        cause);
}
