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
}
