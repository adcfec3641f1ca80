using VectorHost.Plugins.Chroma.Records;

namespace VectorHost.Plugins.Chroma.Search;

/// <summary>
/// Puts candidates with nearly equal scores in their order. The server rounds, and not always alike: once something was
/// deleted from a collection, the same two vectors may be at another distance in its last digit. So equal vectors in two
/// repositories would not tie, and their order would not be that of their ids.
/// </summary>
/// <param name="reader">Reads vectors.</param>
/// <param name="vector">The vector that was searched for.</param>
internal sealed class NearTies(RecordReader reader, ReadOnlyMemory<float> vector)
{
    /// <summary>More than the server's rounding, and less than a score may be off.</summary>
    public const double Tolerance = 2e-6;

    /// <summary>Where a run of nearly equal scores ends that includes or precedes a place.</summary>
    /// <param name="candidates">Best first.</param>
    /// <param name="position">A place.</param>
    /// <returns>The place, or the first after it at which another run begins.</returns>
    public static int EndOfRun(IReadOnlyList<Candidate> candidates, int position)
    {
        while (position > 0 && position < candidates.Count && candidates[position - 1].Score - candidates[position].Score <= Tolerance)
        {
            position++;
        }

        return position;
    }

    /// <summary>Compares vectors here where scores are too near to each other to tell, and sorts anew.</summary>
    /// <param name="candidates">Best first, of whole runs; sorted in place.</param>
    /// <param name="cancellationToken">Cancels the reading of vectors.</param>
    public async Task SettleAsync(Candidate[] candidates, CancellationToken cancellationToken)
    {
        Dictionary<Guid, int> unsettled = [];
        for (int begin = 0, end; begin < candidates.Length; begin = end)
        {
            end = EndOfRun(candidates, begin + 1);
            if (!IsOneTie(candidates.AsSpan(begin, end - begin)))
            {
                for (int i = begin; i < end; i++)
                {
                    unsettled[candidates[i].Id] = i;
                }
            }
        }

        foreach (IGrouping<string, Candidate> group in unsettled.Values.Select(i => candidates[i]).GroupBy(candidate => candidate.Repository).ToArray())
        {
            RecordScope scope = new() { Ids = [.. group.Select(candidate => candidate.Id.ToString())] };
            await foreach (RecordRow row in reader.ReadAsync(group.First().Collection, scope, ["embeddings"], cancellationToken).ConfigureAwait(false))
            {
                int place = unsettled[row.Id];
                candidates[place] = candidates[place] with { Score = Cosine.Of(row.Embedding, vector.Span) };
            }
        }

        Array.Sort(candidates, Candidate.BestFirst);
    }

    /// <summary>Whether all have exactly one score from one answer: equal vectors, most likely, which the ids have ordered.</summary>
    private static bool IsOneTie(ReadOnlySpan<Candidate> run)
    {
        foreach (Candidate candidate in run[1..])
        {
            if (candidate.Score != run[0].Score || candidate.Collection != run[0].Collection)
            {
                return false;
            }
        }

        return true;
    }
}
