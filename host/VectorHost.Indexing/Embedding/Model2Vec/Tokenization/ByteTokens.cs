using System.Globalization;
using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, which spell what has no token of its own.</summary>
internal sealed class ByteTokens
{
    private readonly int[] _numbers = new int[256];

    /// <summary>Looks for the tokens; those that are missing cannot spell.</summary>
    /// <param name="vocabulary">The whole vocabulary.</param>
    public ByteTokens(CharTrie vocabulary)
    {
        for (int i = 0; i < _numbers.Length; i++)
        {
            _numbers[i] = vocabulary.Find(string.Create(CultureInfo.InvariantCulture, $"<0x{i:X2}>"));
        }
    }

    /// <summary>Spells a text, whole or not at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Where the tokens go.</param>
    public bool TrySpell(ReadOnlySpan<char> text, List<int> tokens)
    {
        int before = tokens.Count;
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (_numbers[value] == CharTrie.None)
                {
                    tokens.RemoveRange(before, tokens.Count - before);
                    return false;
                }

                tokens.Add(_numbers[value]);
            }
        }

        return true;
    }
}
