using System.Runtime.CompilerServices;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// A posting list as bytes: for each chunk the gap to the one before, shifted left by one, the lowest bit telling
/// whether a frequency other than 1 follows.
/// </summary>
/// <remarks>Most names stand once in a chunk, so that most postings take one or two bytes.</remarks>
internal static class PostingList
{
    public static void Write(ByteBuffer buffer, ReadOnlySpan<ulong> postings)
    {
        int previous = -1;
        foreach (ulong posting in postings)
        {
            int chunk = PostingBuffer.ChunkOf(posting);
            uint frequency = PostingBuffer.FrequencyOf(posting);
            uint gap = (uint)(chunk - previous - 1);
            previous = chunk;
            if (frequency == 1)
            {
                buffer.WriteVarint(gap << 1);
            }
            else
            {
                buffer.WriteVarint((gap << 1) | 1);
                buffer.WriteVarint(frequency);
            }
        }
    }

    /// <summary>Reads a whole list: in one loop, since a question reads tens of thousands of postings.</summary>
    /// <param name="bytes">The list.</param>
    /// <param name="chunkCount">How many chunks there are: no posting names one beyond.</param>
    /// <param name="chunks">Where the chunks go, as many as the list has postings.</param>
    /// <param name="frequencies">Where their frequencies go, as many.</param>
    /// <exception cref="SnapshotDamagedException">The list makes no sense.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, int chunkCount, Span<int> chunks, Span<uint> frequencies)
    {
        int position = 0;
        long chunk = -1;
        for (int i = 0; i < chunks.Length; i++)
        {
            uint value = ReadVarint(bytes, ref position);
            chunk += 1 + (value >> 1);
            if (chunk >= chunkCount)
            {
                throw new SnapshotDamagedException("a posting names a chunk that does not exist");
            }

            chunks[i] = (int)chunk;
            frequencies[i] = (value & 1) == 0 ? 1 : ReadVarint(bytes, ref position);
        }
    }

    /// <summary>Nearly all numbers take one byte or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ReadVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        int next = position + 1;
        if (next < bytes.Length)
        {
            uint first = bytes[position];
            uint second = bytes[next];
            if (first < 0x80)
            {
                position = next;
                return first;
            }

            if (second < 0x80)
            {
                position = next + 1;
                return (first & 0x7f) | (second << 7);
            }
        }

        return ReadLongVarint(bytes, ref position);
    }

    private static uint ReadLongVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        SpanReader reader = new(bytes[position..]);
        uint value = reader.ReadVarint();
        position += reader.Position;
        return value;
    }
}
