using System.Numerics;
using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>
/// Checks the pages of a file of codes when they are first read, each against its checksum: reading all of the file to
/// check it would take longer than most searches.
/// </summary>
/// <param name="repositoryId">Whose codes they are.</param>
/// <param name="checksums">One for each page, from where the layout begins.</param>
internal sealed class PageChecks(long repositoryId, uint[] checksums)
{
    /// <summary>How many bytes have a checksum of their own.</summary>
    public const int PageBytes = 4096;

    // A flag a page: an element is written at once, so that threads that check the same page do not disturb each other.
    private readonly bool[] _checked = new bool[checksums.Length];

    /// <summary>The checksum of a page (CRC-32C, of its four quarters).</summary>
    public static uint Of(ReadOnlySpan<byte> page)
    {
        // Four chains at once, since each step of one waits for the one before.
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(page);
        int quarter = words.Length / 4;
        (uint first, uint second, uint third, uint fourth) = (1, 2, 3, 4);
        for (int i = 0; i < quarter; i++)
        {
            first = BitOperations.Crc32C(first, words[i]);
            second = BitOperations.Crc32C(second, words[quarter + i]);
            third = BitOperations.Crc32C(third, words[(2 * quarter) + i]);
            fourth = BitOperations.Crc32C(fourth, words[(3 * quarter) + i]);
        }

        return BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(first, second), third), fourth);
    }

    /// <summary>Checks the pages of a part that were not yet.</summary>
    /// <param name="all">All pages.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How long it is, more than 0.</param>
    /// <exception cref="CodesDamagedException">A page is not what was written.</exception>
    public unsafe void Check(byte* all, long offset, long length)
    {
        int last = (int)((offset + length - 1) / PageBytes);
        for (int page = (int)(offset / PageBytes); page <= last; page++)
        {
            if (!Volatile.Read(ref _checked[page]))
            {
                Check(new ReadOnlySpan<byte>(all + ((long)page * PageBytes), PageBytes), page);
            }
        }
    }

    private void Check(ReadOnlySpan<byte> bytes, int page)
    {
        if (Of(bytes) != checksums[page])
        {
            throw new CodesDamagedException(repositoryId);
        }

        Volatile.Write(ref _checked[page], true);
    }
}
