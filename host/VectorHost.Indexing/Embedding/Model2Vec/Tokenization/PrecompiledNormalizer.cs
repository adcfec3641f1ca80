using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>
/// SentencePiece's own table of replacements: a double-array trie over UTF-8, and the texts that it leads to, each ended
/// by a zero. Characters that are written as several are looked up together first, as the reference does.
/// </summary>
internal sealed class PrecompiledNormalizer : TextNormalizer
{
    /// <summary>Longer sequences, in bytes, are looked up one character at a time.</summary>
    private const int LongestTogether = 5;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    /// <summary>Reads the table.</summary>
    /// <param name="table">The length of the trie in bytes, the trie, the texts.</param>
    /// <exception cref="ModelFormatException">The table is cut off.</exception>
    public PrecompiledNormalizer(ReadOnlySpan<byte> table)
    {
        if (table.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(table) is var size && (size > table.Length - sizeof(uint) || size % sizeof(uint) != 0))
        {
            throw new ModelFormatException("its 'precompiled_charsmap' is cut off");
        }

        _units = new uint[size / sizeof(uint)];
        for (int i = 0; i < _units.Length; i++)
        {
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[((i + 1) * sizeof(uint))..]);
        }

        _texts = table[(int)(size + sizeof(uint))..].ToArray();
    }

    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        StringBuilder normalized = new(text.Length);
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int length = StringInfo.GetNextTextElementLength(rest);
            Append(normalized, rest[..length]);
            rest = rest[length..];
        }

        return normalized.ToString();
    }

    private void Append(StringBuilder normalized, ReadOnlySpan<char> element)
    {
        if (Encoding.UTF8.GetByteCount(element) <= LongestTogether && TryReplace(element, out string? together))
        {
            normalized.Append(together);
            return;
        }

        int start = 0;
        while (start < element.Length)
        {
            Rune.DecodeFromUtf16(element[start..], out _, out int width);
            ReadOnlySpan<char> character = element.Slice(start, width);
            if (TryReplace(character, out string? replacement))
            {
                normalized.Append(replacement);
            }
            else
            {
                normalized.Append(character);
            }

            start += width;
        }
    }

    /// <summary>Follows the bytes through the trie; the shortest entry that they begin with counts, as in the reference.</summary>
    private bool TryReplace(ReadOnlySpan<char> text, out string? replacement)
    {
        replacement = null;
        Span<byte> bytes = stackalloc byte[16];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out int count) || _units.Length == 0)
        {
            return false;
        }

        uint node = OffsetOf(_units[0]);
        foreach (byte key in bytes[..count])
        {
            node ^= key;
            if (key == 0 || node >= _units.Length || (_units[node] & 0x8000_00FFu) != key)
            {
                return false;
            }

            uint unit = _units[node];
            node ^= OffsetOf(unit);
            if ((unit >> 8 & 1) == 1 && node < _units.Length)
            {
                replacement = TextAt((int)(_units[node] & 0x7FFF_FFFF));
                return replacement is not null;
            }
        }

        return false;
    }

    private string? TextAt(int start)
    {
        if (start >= _texts.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = _texts.AsSpan(start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint OffsetOf(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);
}
