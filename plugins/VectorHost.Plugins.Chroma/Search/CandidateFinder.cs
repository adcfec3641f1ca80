using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;
using VectorHost.Plugins.Chroma.Collections;
using VectorHost.Plugins.Chroma.Records;

namespace VectorHost.Plugins.Chroma.Search;

/// <summary>
/// Finds the nearest records of one scope of a collection. Chroma's index is approximate and has no exact mode, but it
/// gives the distances of thousands of records in milliseconds: so it is asked for all of the scope, and where as many
/// come as there are, nothing was missed. What is too many for that is the best of a wide look into the index, or,
/// in exact mode, compared here vector by vector.
/// </summary>
internal sealed class CandidateFinder(ChromaClient client, RecordReader reader, ServerQuotas quotas, bool isExact, ILogger logger)
{
    /// <summary>Room for what is saved between counting and asking.</summary>
    private const int Margin = 100;

    /// <summary>Finds candidates.</summary>
    /// <param name="repository">Whose collection it is.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="scope">Which records of it.</param>
    /// <param name="vector">The vector to be near to.</param>
    /// <param name="breadth">How many to ask for where the scope is too large to ask for all.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<CandidateList> FindAsync(
        string repository, ServerCollection collection, RecordScope scope, ReadOnlyMemory<float> vector, int breadth, CancellationToken cancellationToken)
    {
        if (!await HasLengthAsync(repository, collection, vector.Length, cancellationToken).ConfigureAwait(false))
        {
            return CandidateList.Empty;
        }

        if (scope.Ids is not null)
        {
            return await CompareAsync(repository, collection, scope, vector, cancellationToken).ConfigureAwait(false);
        }

        int limit = isExact ? quotas.Results - 1 : quotas.ProvenResults;
        int count = await CountAsync(collection, scope, limit, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return CandidateList.Empty;
        }

        bool isProvable = count <= limit;
        if (!isProvable && isExact)
        {
            return await CompareAsync(repository, collection, scope, vector, cancellationToken).ConfigureAwait(false);
        }

        int asked = Math.Min(isProvable ? count + Margin : breadth, quotas.Results);
        IReadOnlyList<Candidate>? found = await AskAsync(repository, collection, scope, vector, asked, cancellationToken).ConfigureAwait(false);
        if (found is null || (isProvable && (found.Count < count || found.Count == asked)))
        {
            ChromaStoreLog.IndexIncomplete(logger, found?.Count ?? 0, count, repository);
            return await CompareAsync(repository, collection, scope, vector, cancellationToken).ConfigureAwait(false);
        }

        return isProvable ? new CandidateList(found) : new CandidateList(found, found.Count == 0 ? 1 : found.Min(candidate => candidate.Score));
    }

    /// <returns>False where the collection is absent or empty.</returns>
    /// <exception cref="VectorStoreException">It holds vectors of another length.</exception>
    private async Task<bool> HasLengthAsync(string repository, ServerCollection collection, int length, CancellationToken cancellationToken)
    {
        int? dimension = await DimensionAsync().ConfigureAwait(false);
        if (dimension is null || dimension == length)
        {
            return dimension is not null;
        }

        if (await CountAsync(collection, RecordScope.All, limit: 1, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        // Counting has shown whether the collection is still the one that was known.
        dimension = await DimensionAsync().ConfigureAwait(false);
        return dimension == length
            ? true
            : throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The vectors of repository '{repository}' have {dimension} dimensions, and the query has {length}: search with the embedder that it was indexed with, or index it again.");

        Task<int?> DimensionAsync() => collection.UseAsync(found => Task.FromResult(found.Dimension), absent: null, cancellationToken);
    }

    /// <summary>Counts a scope, not further than to one past the limit.</summary>
    private async Task<int> CountAsync(ServerCollection collection, RecordScope scope, int limit, CancellationToken cancellationToken)
    {
        if (scope.IsAll)
        {
            long all = await collection.UseAsync(found => client.CountAsync(found.Id, cancellationToken), absent: 0, cancellationToken).ConfigureAwait(false);
            return (int)Math.Min(all, limit + 1L);
        }

        GetBody body = new() { Where = scope.Where, Limit = limit + 1, Include = [] };
        return await collection.UseAsync(
            async found => (await client.GetAsync(found.Id, body, cancellationToken).ConfigureAwait(false)).Ids.Count, absent: 0, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null where the index is damaged.</returns>
    private async Task<IReadOnlyList<Candidate>?> AskAsync(
        string repository, ServerCollection collection, RecordScope scope, ReadOnlyMemory<float> vector, int count, CancellationToken cancellationToken)
    {
        QueryBody body = new() { QueryEmbeddings = [vector], NResults = count, Where = scope.Where };
        QueryAnswer? answer;
        try
        {
            answer = await collection.UseAsync<QueryAnswer?>(
                async found => await client.QueryAsync(found.Id, body, cancellationToken).ConfigureAwait(false), absent: null, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.Corrupt)
        {
            ChromaStoreLog.IndexDamaged(logger, repository, exception.Message);
            return null;
        }

        if (answer is null)
        {
            return [];
        }

        if (answer.Ids is not [{ } ids] || answer.Distances is not [{ } distances] || ids.Count != distances.Count)
        {
            throw new VectorStoreException(StoreFailureKind.Protocol, "Chroma's answer to a query is not one list of ids with their distances: check its version.");
        }

        return [.. ids.Zip(distances, (id, distance) => new Candidate(Math.Clamp(1 - (double)distance, -1, 1), ParseId(id), repository, collection))];
    }

    private async Task<CandidateList> CompareAsync(
        string repository, ServerCollection collection, RecordScope scope, ReadOnlyMemory<float> vector, CancellationToken cancellationToken)
    {
        List<Candidate> candidates = [];
        await foreach (RecordRow row in reader.ReadAsync(collection, scope, ["embeddings"], cancellationToken).ConfigureAwait(false))
        {
            candidates.Add(new Candidate(Cosine.Of(row.Embedding, vector.Span), row.Id, repository, collection));
        }

        return new CandidateList(candidates);
    }

    private static Guid ParseId(string text) => Guid.TryParseExact(text, "D", out Guid id)
        ? id
        : throw new VectorStoreException(
            StoreFailureKind.Corrupt, $"A collection of VectorHost's in Chroma holds the record '{text}', which VectorHost did not save: delete it.");
}
