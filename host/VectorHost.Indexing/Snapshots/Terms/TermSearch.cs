using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Scores the chunks and files of a snapshot by BM25: one term after the other adds to the scores.</summary>
/// <param name="snapshot">The snapshot, on whose file the caller holds a lease.</param>
internal sealed class TermSearch(RepositorySnapshot snapshot)
{
    private readonly VerifiedFile _file = snapshot.File;
    private readonly int _chunkCount = snapshot.ChunkCount;
    private readonly double[] _chunks = new double[snapshot.ChunkCount];
    private readonly double[] _files = new double[snapshot.FileCount];
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    public TermMatches Match(IReadOnlyList<string> terms)
    {
        if (_chunkCount > 0)
        {
            TermCursor cursor = new(_file);
            foreach (string term in terms)
            {
                if (cursor.MoveTo(TermText.Encode(term)))
                {
                    double weight = Bm25.Weight(_chunkCount, cursor.ChunkCount);
                    _weights[term] = weight;
                    AddScores(weight, cursor.Postings);
                }
            }
        }

        return new TermMatches(snapshot, _chunks, _files, _weights);
    }

    private void AddScores(double weight, PostingReader postings)
    {
        Bm25 model = new(_chunkCount, _file.Layout.TokenCount);
        Bm25 fileModel = new(snapshot.FileCount, _file.Layout.TokenCount);
        ReadOnlySpan<byte> lengths = _file.ReadAll(SnapshotSection.Lengths);
        ReadOnlySpan<byte> rows = _file.ReadAll(SnapshotSection.Chunks);
        (int File, uint Frequency) whole = (-1, 0);
        while (postings.MoveNext())
        {
            int chunk = postings.Chunk;
            _chunks[chunk] += weight * model.Saturate(postings.Frequency, LengthOf(lengths, chunk));
            int file = new ChunkRow(rows.Slice(chunk * ChunkRow.Size, ChunkRow.Size)).File;
            if (file != whole.File)
            {
                AddFile(whole, weight, fileModel, lengths);
                whole = (file, 0);
            }

            whole.Frequency += postings.Frequency;
        }

        AddFile(whole, weight, fileModel, lengths);
    }

    private void AddFile((int File, uint Frequency) whole, double weight, Bm25 model, ReadOnlySpan<byte> lengths)
    {
        if (whole.File < 0)
        {
            return;
        }

        (int first, int count) = snapshot.GetChunkRange(whole.File);
        int length = 0;
        for (int chunk = first; chunk < first + count; chunk++)
        {
            length += LengthOf(lengths, chunk);
        }

        _files[whole.File] += weight * model.Saturate(whole.Frequency, length);
    }

    private static int LengthOf(ReadOnlySpan<byte> lengths, int chunk) =>
        BinaryPrimitives.ReadInt32LittleEndian(lengths[(chunk * sizeof(int))..]);
}
