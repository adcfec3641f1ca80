using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;
using VectorHost.Plugins.Chroma.Collections;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>Reads the records of a collection in pages, each record once, whoever else writes meanwhile.</summary>
/// <param name="client">The server.</param>
/// <param name="quotas">How long pages may be.</param>
internal sealed class RecordReader(ChromaClient client, ServerQuotas quotas)
{
    /// <summary>What has to be asked for so that records have these parts.</summary>
    public static IReadOnlyList<string> Including(RecordParts parts) =>
    [
        "metadatas",
        .. parts.HasFlag(RecordParts.Text) ? (string[])["documents"] : [],
        .. parts.HasFlag(RecordParts.Embedding) ? (string[])["embeddings"] : [],
    ];

    /// <summary>Reads records.</summary>
    /// <param name="collection">Where; nothing is read where it is not there.</param>
    /// <param name="scope">Which.</param>
    /// <param name="include">What of each besides its id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IAsyncEnumerable<RecordRow> ReadAsync(
        ServerCollection collection, RecordScope scope, IReadOnlyList<string> include, CancellationToken cancellationToken) =>
        scope.Ids is null
            ? ReadPagesAsync(collection, scope, include, cancellationToken)
            : ReadIdsAsync(collection, scope.Ids, include, cancellationToken);

    private async IAsyncEnumerable<RecordRow> ReadIdsAsync(
        ServerCollection collection, IReadOnlyList<string> ids, IReadOnlyList<string> include, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string[] some in ids.Chunk(quotas.PageRecords))
        {
            GetAnswer? page = await GetAsync(collection, new GetBody { Ids = some, Include = include }, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < page?.Ids.Count; i++)
            {
                yield return new RecordRow(page, i);
            }
        }
    }

    /// <summary>
    /// Pages are places in the order of the first save, and a deletion moves up all that come after it. So each page
    /// begins with the last record of the one before: where that is not so, something was deleted, and reading goes back.
    /// </summary>
    private async IAsyncEnumerable<RecordRow> ReadPagesAsync(
        ServerCollection collection, RecordScope scope, IReadOnlyList<string> include, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int length = include.Count == 0 ? quotas.PageIds : quotas.PageRecords;
        HashSet<string> seen = new(StringComparer.Ordinal);
        int offset = 0;
        while (true)
        {
            GetBody body = new() { Where = scope.Where, Limit = length, Offset = offset, Include = include };
            if (await GetAsync(collection, body, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                yield break;
            }

            if (offset > 0 && (page.Ids.Count == 0 || !seen.Contains(page.Ids[0])))
            {
                offset = Math.Max(0, offset - length);
                continue;
            }

            for (int i = 0; i < page.Ids.Count; i++)
            {
                if (seen.Add(page.Ids[i]))
                {
                    yield return new RecordRow(page, i);
                }
            }

            if (page.Ids.Count < length)
            {
                yield break;
            }

            offset += length - 1;
        }
    }

    private Task<GetAnswer?> GetAsync(ServerCollection collection, GetBody body, CancellationToken cancellationToken) => collection.UseAsync<GetAnswer?>(
        async found => await client.GetAsync(found.Id, body, cancellationToken).ConfigureAwait(false), absent: null, cancellationToken);
}
