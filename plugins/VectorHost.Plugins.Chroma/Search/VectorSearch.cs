using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Collections;
using VectorHost.Plugins.Chroma.Records;

namespace VectorHost.Plugins.Chroma.Search;

/// <summary>
/// One search: candidates of every collection in question are ranked together, then their records are read from the
/// best down until there are enough that match.
/// </summary>
internal sealed class VectorSearch(CandidateFinder finder, RecordReader reader, RepositoryCollections collections, ServerQuotas quotas, VectorQuery query)
{
    private const int FirstBreadth = 1_000;
    private const int CheckedAtOnce = 200;

    private readonly FilterPlan _plan = FilterPlan.Of(query.Filter);
    private readonly NearTies _nearTies = new(reader, query.Embedding);

    /// <summary>Searches.</summary>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> repositories = await collections.ResolveAsync(_plan.Repositories, cancellationToken).ConfigureAwait(false);
        int breadth = Math.Min(Math.Max(FirstBreadth, 2 * query.Top), quotas.Results);
        while (true)
        {
            CandidateList found = await FindAsync(repositories, breadth, cancellationToken).ConfigureAwait(false);
            List<SearchHit> hits = await ReadHitsAsync(found, isFinal: breadth == quotas.Results, cancellationToken).ConfigureAwait(false);
            if (hits.Count == query.Top || double.IsNegativeInfinity(found.Floor) || breadth == quotas.Results)
            {
                return hits;
            }

            breadth = Math.Min(4 * breadth, quotas.Results);
        }
    }

    private async Task<CandidateList> FindAsync(IReadOnlyList<string> repositories, int breadth, CancellationToken cancellationToken)
    {
        (string Repository, RecordScope Scope)[] targets = [.. repositories.SelectMany(_ => _plan.Scopes, (repository, scope) => (repository, scope))];
        CandidateList[] lists = new CandidateList[targets.Length];
        await Parallel.ForAsync(
            0,
            targets.Length,
            new ParallelOptions { MaxDegreeOfParallelism = ServerQuotas.ParallelRequests, CancellationToken = cancellationToken },
            async (i, token) => lists[i] = await finder.FindAsync(
                targets[i].Repository, collections.Of(targets[i].Repository), targets[i].Scope, query.Embedding, breadth, token).ConfigureAwait(false)).ConfigureAwait(false);
        List<Candidate> candidates = [.. lists.SelectMany(list => list.Candidates)];
        candidates.Sort(Candidate.BestFirst);
        return new CandidateList(candidates, lists.Select(list => list.Floor).DefaultIfEmpty(double.NegativeInfinity).Max());
    }

    /// <summary>
    /// Reads hits from the best down. A record that was deleted meanwhile makes room for the next. Below the floor other
    /// candidates may belong in between: those wait for a broader look, unless this is the broadest.
    /// </summary>
    private async Task<List<SearchHit>> ReadHitsAsync(CandidateList found, bool isFinal, CancellationToken cancellationToken)
    {
        List<SearchHit> hits = [];
        IReadOnlyList<Candidate> candidates = isFinal
            ? found.Candidates
            : [.. found.Candidates.TakeWhile(candidate => candidate.Score > found.Floor + NearTies.Tolerance)];
        int position = 0;
        while (hits.Count < query.Top && position < candidates.Count)
        {
            int length = _plan.HasCheck ? Math.Max(2 * (query.Top - hits.Count), CheckedAtOnce) : query.Top - hits.Count;
            int end = NearTies.EndOfRun(candidates, Math.Min(position + length, candidates.Count));
            Candidate[] settled = [.. candidates.Skip(position).Take(end - position)];
            await _nearTies.SettleAsync(settled, cancellationToken).ConfigureAwait(false);

            // A long run of equal scores is not read further than it is needed.
            foreach (Candidate[] some in settled.Chunk(length).TakeWhile(_ => hits.Count < query.Top))
            {
                Dictionary<Guid, ChunkRecord> records = await ReadRecordsAsync(some, cancellationToken).ConfigureAwait(false);
                hits.AddRange(some
                    .Where(candidate => records.TryGetValue(candidate.Id, out ChunkRecord? record) && _plan.Matches(record.Path))
                    .Select(candidate => new SearchHit { Record = records[candidate.Id], Score = candidate.Score })
                    .Take(query.Top - hits.Count));
            }

            position = end;
        }

        return hits;
    }

    private async Task<Dictionary<Guid, ChunkRecord>> ReadRecordsAsync(Candidate[] candidates, CancellationToken cancellationToken)
    {
        Dictionary<Guid, ChunkRecord> records = [];
        foreach (IGrouping<string, Candidate> group in candidates.GroupBy(candidate => candidate.Repository, StringComparer.Ordinal))
        {
            RecordScope scope = new() { Ids = [.. group.Select(candidate => candidate.Id.ToString())] };
            await foreach (RecordRow row in reader.ReadAsync(
                group.First().Collection, scope, RecordReader.Including(query.Parts), cancellationToken).ConfigureAwait(false))
            {
                records[row.Id] = row.Read(group.Key, query.Parts);
            }
        }

        return records;
    }
}
