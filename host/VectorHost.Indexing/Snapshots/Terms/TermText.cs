using System.Text;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>A token as a term: its UTF-8 bytes.</summary>
internal static class TermText
{
    /// <summary>The most bytes of a term.</summary>
    public const int MaxBytes = CodeTokenizer.MaxTokenLength * 3;

    public static byte[] Encode(ReadOnlySpan<char> token)
    {
        byte[] term = new byte[Encoding.UTF8.GetByteCount(token)];
        Encode(token, term);
        return term;
    }

    /// <summary>Encodes a token into a buffer of <see cref="MaxBytes"/>.</summary>
    /// <returns>The term's length.</returns>
    public static int Encode(ReadOnlySpan<char> token, Span<byte> buffer) => Encoding.UTF8.GetBytes(token, buffer);
}
