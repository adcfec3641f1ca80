using System.Buffers;
using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Ranks the chunks of a snapshot by BM25: one term after the other adds to the score of its chunks.</summary>
/// <param name="snapshot">The snapshot, on whose file the caller holds a lease.</param>
internal sealed class TermSearch(RepositorySnapshot snapshot)
{
    private readonly VerifiedFile _file = snapshot.File;
    private readonly int _chunkCount = snapshot.ChunkCount;

    public IReadOnlyList<TermHit> Search(IReadOnlyList<byte[]> terms, int top, Func<int, bool>? includesFile)
    {
        if (_chunkCount == 0)
        {
            return [];
        }

        double[] scores = ArrayPool<double>.Shared.Rent(_chunkCount);
        try
        {
            Span<double> used = scores.AsSpan(0, _chunkCount);
            used.Clear();
            TermCursor cursor = new(_file);
            foreach (byte[] term in terms)
            {
                if (cursor.MoveTo(term))
                {
                    AddScores(used, cursor);
                }
            }

            return FindBest(used, top, includesFile);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scores);
        }
    }

    private void AddScores(Span<double> scores, TermCursor term)
    {
        Bm25 model = new(_chunkCount, _file.Layout.TokenCount);
        double weight = Bm25.Weight(_chunkCount, term.ChunkCount);
        ReadOnlySpan<byte> lengths = _file.ReadAll(SnapshotSection.Lengths);
        PostingReader postings = term.Postings;
        while (postings.MoveNext())
        {
            int chunk = postings.Chunk;
            int length = BinaryPrimitives.ReadInt32LittleEndian(lengths[(chunk * sizeof(int))..]);
            scores[chunk] += weight * model.Saturate(postings.Frequency, length);
        }
    }

    private IReadOnlyList<TermHit> FindBest(ReadOnlySpan<double> scores, int top, Func<int, bool>? includesFile)
    {
        TopHits best = new(top);
        int asked = -1;
        bool included = true;
        for (int chunk = 0; chunk < scores.Length; chunk++)
        {
            if (scores[chunk] <= best.Threshold)
            {
                continue;
            }

            if (includesFile is not null && snapshot.GetFileOfChunk(chunk) is int owner && owner != asked)
            {
                asked = owner;
                included = includesFile(asked);
            }

            if (included)
            {
                best.Add(chunk, scores[chunk]);
            }
        }

        return best.ToList();
    }
}
