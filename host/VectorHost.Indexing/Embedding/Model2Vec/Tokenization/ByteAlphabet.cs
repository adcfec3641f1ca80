using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>GPT-2's way to write any byte as a character that shows: those of Latin-1 that do, and others from 256 on.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();

    /// <summary>Appends the bytes of a text, each as its character.</summary>
    public static void Append(ReadOnlySpan<char> piece, StringBuilder text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in piece.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                text.Append(Characters[value]);
            }
        }
    }

    private static char[] Make()
    {
        char[] characters = new char[256];
        char next = (char)256;
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = i is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)i : next++;
        }

        return characters;
    }
}
