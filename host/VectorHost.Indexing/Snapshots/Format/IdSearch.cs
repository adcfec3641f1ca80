using System.Buffers.Binary;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>Finds a chunk by its id.</summary>
/// <remarks>
/// Ids are digests, spread evenly: where one lies can be told from its first bytes, in three or four steps where halving takes
/// seventeen. Ids that are not spread are found by halving, after some steps in vain.
/// </remarks>
internal static class IdSearch
{
    private const int Guesses = 6;

    /// <summary>Finds a chunk.</summary>
    /// <param name="order">All of <see cref="SnapshotSection.IdOrder"/>.</param>
    /// <param name="rows">All of <see cref="SnapshotSection.Chunks"/>.</param>
    /// <param name="id">The id.</param>
    /// <returns>The chunk's number, or -1 where there is none.</returns>
    /// <exception cref="SnapshotDamagedException">The order names a chunk that does not exist.</exception>
    public static int Find(ReadOnlySpan<byte> order, ReadOnlySpan<byte> rows, Guid id)
    {
        Span<byte> wanted = stackalloc byte[ChunkRow.IdSize];
        id.TryWriteBytes(wanted, bigEndian: true, out _);
        double key = KeyOf(wanted);
        double lowKey = 0;
        double highKey = ulong.MaxValue;
        int low = 0;
        int high = (order.Length / sizeof(int)) - 1;
        for (int step = 0; low <= high; step++)
        {
            double part = step < Guesses && highKey > lowKey ? Math.Clamp((key - lowKey) / (highKey - lowKey), 0, 1) : 0.5;
            int place = low + (int)(part * (high - low));
            int chunk = BinaryPrimitives.ReadInt32LittleEndian(order[(place * sizeof(int))..]);
            ReadOnlySpan<byte> found = IdOf(rows, chunk);
            int comparison = found.SequenceCompareTo(wanted);
            if (comparison == 0)
            {
                return chunk;
            }

            if (comparison < 0)
            {
                low = place + 1;
                lowKey = KeyOf(found);
            }
            else
            {
                high = place - 1;
                highKey = KeyOf(found);
            }
        }

        return -1;
    }

    private static double KeyOf(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id);

    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> rows, int chunk) => (uint)chunk < (uint)(rows.Length / ChunkRow.Size)
        ? rows.Slice(chunk * ChunkRow.Size, ChunkRow.IdSize)
        : throw new SnapshotDamagedException("an id belongs to a chunk that does not exist");
}
