using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>Saves and deletes records. What it has written is seen by every read that begins after.</summary>
internal sealed class RecordWriter(PineconeIndex index)
{
    private const int MaxParallelNamespaces = 8;

    private readonly RecordReader _reader = new(index);
    private readonly MetadataDocuments _documents = new(index);

    /// <summary>Saves records, and then the metadata of their repository.</summary>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken)
    {
        if (!NamespaceNames.TryGetKey(metadata.Repository, out string? key))
        {
            throw new VectorStoreException(StoreFailureKind.InvalidRecord, "The repository's name holds half a character.");
        }

        ThrowIfDimensionsDiffer(records);
        Task<MetadataDocument?> known = _documents.ReadDocumentAsync(key, cancellationToken);
        Task saving = records.Count == 0 ? Task.CompletedTask : UpsertAsync(NamespaceNames.OfKey(key), records, cancellationToken);
        await Task.WhenAll(known, saving).ConfigureAwait(false);
        await _documents.WriteAsync(key, metadata, await known.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the records of namespaces that match.</summary>
    public Task DeleteAsync(IEnumerable<string> namespaces, RecordCondition condition, CancellationToken cancellationToken) =>
        ForEachAsync(namespaces, (name, token) => DeleteAsync(name, condition, token), cancellationToken);

    /// <summary>Deletes all records of namespaces.</summary>
    public Task DeleteAllAsync(IEnumerable<string> namespaces, CancellationToken cancellationToken) =>
        ForEachAsync(namespaces, DeleteAllAsync, cancellationToken);

    private async Task UpsertAsync(string @namespace, IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        Task<long?> writing = index.Data.UpsertAsync(UpsertBody.Write(@namespace, records), cancellationToken);
        Task<IReadOnlyList<string>> namespaces = _reader.ListNamespacesAsync(cancellationToken);
        await Task.WhenAll(namespaces, writing).ConfigureAwait(false);

        // An id is in one repository at a time. The host makes ids of the repository's name, so that none ever moves;
        // where an index is shared, one question per other repository makes sure.
        IEnumerable<string> others = (await namespaces.ConfigureAwait(false)).Where(name => name != @namespace);
        Task moving = ForEachAsync(others, (name, token) => DeleteMovedAsync(name, records, token), cancellationToken);
        Task visible = index.WaitUntilVisibleAsync(@namespace, await writing.ConfigureAwait(false), mayBeGone: false, cancellationToken);
        await Task.WhenAll(moving, visible).ConfigureAwait(false);
    }

    private async Task DeleteMovedAsync(string @namespace, IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        Dictionary<string, OneOf> filter = new()
        {
            ["id"] = new OneOf { Values = [.. records.Select(record => RecordReader.IdText(record.Id))] },
        };
        List<string> moved = [];
        await foreach (IReadOnlyCollection<StoredVector<RecordFields>> page in
            index.Data.FetchByMetadataAsync(@namespace, filter, cancellationToken).ConfigureAwait(false))
        {
            moved.AddRange(page.Select(stored => stored.Id));
        }

        await DeleteIdsAsync(@namespace, moved, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteAsync(string @namespace, RecordCondition condition, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<Guid> ids = condition is { Ids: { } named, IsOfIdsAlone: true }
            ? named.ToAsyncEnumerable()
            : _reader.ReadAsync(@namespace, condition, cancellationToken).Select(record => record.Id);
        List<string> texts = await ids.Select(RecordReader.IdText).ToListAsync(cancellationToken).ConfigureAwait(false);
        await DeleteIdsAsync(@namespace, texts, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteIdsAsync(string @namespace, List<string> ids, CancellationToken cancellationToken)
    {
        long? last = null;
        foreach (string[] chunk in ids.Chunk(DataPlane.MaxDeleteIds))
        {
            DeleteRequest request = new() { Namespace = @namespace, Ids = chunk };
            last = await index.Data.DeleteAsync(request, cancellationToken).ConfigureAwait(false) ?? last;
        }

        await index.WaitUntilVisibleAsync(@namespace, last, mayBeGone: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteAllAsync(string @namespace, CancellationToken cancellationToken)
    {
        long? written = await index.Data.DeleteAsync(new DeleteRequest { Namespace = @namespace, DeleteAll = true }, cancellationToken).ConfigureAwait(false);
        await index.WaitUntilVisibleAsync(@namespace, written, mayBeGone: true, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfDimensionsDiffer(IReadOnlyList<ChunkRecord> records)
    {
        foreach (ChunkRecord record in records)
        {
            if (record.Embedding.Length != index.Dimension)
            {
                throw IndexCheck.WrongDimension(index.Name, index.Dimension, record.Embedding.Length);
            }
        }
    }

    private static Task ForEachAsync(IEnumerable<string> namespaces, Func<string, CancellationToken, Task> action, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            namespaces,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelNamespaces, CancellationToken = cancellationToken },
            async (name, token) => await action(name, token).ConfigureAwait(false));
}
