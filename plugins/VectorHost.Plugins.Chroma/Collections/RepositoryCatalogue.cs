using System.Runtime.CompilerServices;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>
/// The collection that says which repositories there are: an entry for each that has, or had, records, whose document is
/// the metadata of its index once that was saved. Apart from the records, so that it is never found or counted.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="name">The collection's name.</param>
/// <param name="pageLength">The most entries that are read at once.</param>
internal sealed class RepositoryCatalogue(ChromaClient client, string name, int pageLength)
{
    private readonly ServerCollection _collection = new(client, name, CollectionKind.Catalogue);

    /// <summary>Every repository that may have records.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        List<string> repositories = [];
        await foreach (GetAnswer page in ReadPagesAsync(["metadatas"], cancellationToken).ConfigureAwait(false))
        {
            repositories.AddRange(page.Metadatas?.Select(entry => entry?.Repository ?? throw Damaged()) ?? throw Damaged());
        }

        // An entry that was removed meanwhile shifts the others: one may have come twice.
        return [.. repositories.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The metadata of one repository, or of all in the order of their names.</summary>
    public async Task<IReadOnlyList<IndexMetadata>> ReadAsync(string? repository, CancellationToken cancellationToken)
    {
        List<IndexMetadata> metadata = [];
        IAsyncEnumerable<GetAnswer> pages = repository is null
            ? ReadPagesAsync(["documents"], cancellationToken)
            : ReadEntryAsync(repository, cancellationToken);
        await foreach (GetAnswer page in pages.ConfigureAwait(false))
        {
            metadata.AddRange((page.Documents ?? throw Damaged()).Where(document => !string.IsNullOrEmpty(document)).Select(document => Parse(document!)));
        }

        return [.. metadata.DistinctBy(entry => entry.Repository).OrderBy(entry => entry.Repository, StringComparer.Ordinal)];
    }

    /// <summary>Notes that a repository may have records; leaves what is known of it.</summary>
    public Task RegisterAsync(string repository, CancellationToken cancellationToken) => _collection.UseOrCreateAsync(
        collection => client.AddAsync(collection.Id, Entry(repository, document: ""), cancellationToken), cancellationToken);

    /// <summary>Saves a repository's metadata in place of what there was.</summary>
    public Task SaveAsync(IndexMetadata metadata, CancellationToken cancellationToken)
    {
        string document = JsonSerializer.Serialize(metadata, ChromaJsonContext.Default.IndexMetadata);
        return _collection.UseOrCreateAsync(
            collection => client.UpsertAsync(collection.Id, Entry(metadata.Repository, document), cancellationToken), cancellationToken);
    }

    /// <summary>Forgets a repository.</summary>
    public Task RemoveAsync(string repository, CancellationToken cancellationToken) => _collection.UseAsync(
        collection => client.DeleteAsync(collection.Id, new DeleteBody { Ids = [RepositoryKey.Of(repository)] }, cancellationToken), cancellationToken);

    /// <summary>Forgets everything.</summary>
    public Task DropAsync(CancellationToken cancellationToken) => _collection.DropAsync(cancellationToken);

    private static CatalogueBody Entry(string repository, string document) => new()
    {
        Ids = [RepositoryKey.Of(repository)],
        Metadatas = [new RecordMetadata { Repository = repository }],
        Documents = [document],
    };

    private async IAsyncEnumerable<GetAnswer> ReadEntryAsync(
        string repository, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GetBody body = new() { Ids = [RepositoryKey.Of(repository)], Include = ["documents"] };
        if (await GetAsync(body, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            yield return answer;
        }
    }

    private async IAsyncEnumerable<GetAnswer> ReadPagesAsync(
        IReadOnlyList<string> include, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int offset = 0;
        GetAnswer? page;
        do
        {
            page = await GetAsync(new GetBody { Limit = pageLength, Offset = offset, Include = include }, cancellationToken).ConfigureAwait(false);
            if (page is not null)
            {
                yield return page;
                offset += page.Ids.Count;
            }
        }
        while (page?.Ids.Count == pageLength);
    }

    private Task<GetAnswer?> GetAsync(GetBody body, CancellationToken cancellationToken) => _collection.UseAsync<GetAnswer?>(
        async collection => await client.GetAsync(collection.Id, body, cancellationToken).ConfigureAwait(false), absent: null, cancellationToken);

    private IndexMetadata Parse(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, ChromaJsonContext.Default.IndexMetadata) ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    private VectorStoreException Damaged() => new(
        StoreFailureKind.Corrupt, $"The collection '{name}' in Chroma holds an entry that VectorHost did not write: delete the entry, or clear the store.");
}
