using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Scores the chunks of a snapshot by BM25: one term after the other adds to the scores.</summary>
/// <param name="snapshot">The snapshot, on whose file the caller holds a lease.</param>
/// <param name="scratch">Memory for as many chunks as the snapshot has, which the result takes over.</param>
internal sealed class TermSearch(RepositorySnapshot snapshot, TermScratch scratch)
{
    private readonly VerifiedFile _file = snapshot.File;
    private readonly List<MatchedTerm> _terms = [];
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    public TermMatches Match(IReadOnlyList<string> terms)
    {
        if (snapshot.ChunkCount > 0)
        {
            TermCursor cursor = new(_file);
            foreach (string term in terms)
            {
                if (cursor.MoveTo(TermText.Encode(term)))
                {
                    MatchedTerm matched = scratch.Read(cursor);
                    _terms.Add(matched);
                    _weights[term] = matched.Weight;
                    AddScores(matched);
                }
            }
        }

        return new TermMatches(snapshot, scratch, _terms, _weights);
    }

    private void AddScores(MatchedTerm term)
    {
        Bm25 model = new(snapshot.ChunkCount, _file.Layout.TokenCount);
        ReadOnlySpan<byte> lengths = _file.ReadAll(SnapshotSection.Lengths);
        ReadOnlySpan<int> chunks = scratch.ChunksOf(term);
        ReadOnlySpan<uint> frequencies = scratch.FrequenciesOf(term);
        double[] scores = scratch.Scores;
        for (int i = 0; i < chunks.Length; i++)
        {
            int chunk = chunks[i];
            int length = BinaryPrimitives.ReadInt32LittleEndian(lengths[(chunk * sizeof(int))..]);
            scores[chunk] += term.Weight * model.Saturate(frequencies[i], length);
        }
    }
}
