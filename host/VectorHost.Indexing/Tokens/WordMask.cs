using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorHost.Indexing.Tokens;

/// <summary>Finds which of many characters at once are part of words.</summary>
internal static class WordMask
{
    /// <summary>How many characters are looked at.</summary>
    public const int Width = 32;

    /// <summary>A bit for each of the first <see cref="Width"/> characters of a text, the lowest for the first; behind its end none is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<char> text)
    {
        if (text.Length < Width)
        {
            return OfFew(text);
        }

        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        Vector256<ushort> left = Vector256.LoadUnsafe(ref first);
        Vector256<ushort> right = Vector256.LoadUnsafe(ref first, (nuint)Vector256<ushort>.Count);
        if (((left | right) & Vector256.Create((ushort)0xff80)) != Vector256<ushort>.Zero)
        {
            return OfFew(text[..Width]);
        }

        return Vector256.Narrow(IsWord(left), IsWord(right)).ExtractMostSignificantBits();
    }

    /// <summary>All bits of each character that is a letter, a digit or an underscore of ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> IsWord(Vector256<ushort> characters)
    {
        Vector256<ushort> letters = (characters | Vector256.Create((ushort)0x20)) - Vector256.Create((ushort)'a');
        Vector256<ushort> digits = characters - Vector256.Create((ushort)'0');
        return Vector256.LessThan(letters, Vector256.Create((ushort)26))
            | Vector256.LessThan(digits, Vector256.Create((ushort)10))
            | Vector256.Equals(characters, Vector256.Create((ushort)'_'));
    }

    private static uint OfFew(ReadOnlySpan<char> text)
    {
        uint mask = 0;
        for (int i = 0; i < text.Length; i++)
        {
            mask |= CodeTokenizer.IsWordCharacter(text[i]) ? 1u << i : 0;
        }

        return mask;
    }
}
