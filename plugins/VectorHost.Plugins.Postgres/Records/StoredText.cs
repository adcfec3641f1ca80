using System.Buffers;
using System.Text;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>
/// Texts as the tables hold them: as they are, but for the one character that PostgreSQL cannot keep, U+0000, which
/// becomes U+0001 with a 0, and U+0001 itself, which becomes U+0001 with a 1.
/// </summary>
/// <remarks>
/// Every text has one form, different texts have different ones, and the form of a beginning is the beginning of the
/// form: equality and prefixes mean the same on both sides.
/// </remarks>
internal static class StoredText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\0\u0001");

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The stored form of a text.</summary>
    public static string Encode(string text) => !text.AsSpan().ContainsAny(Special)
        ? text
        : text.Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\0", "\u00010", StringComparison.Ordinal);

    /// <summary>The text of a stored form.</summary>
    public static string Decode(string stored) => !stored.Contains('\u0001', StringComparison.Ordinal)
        ? stored
        : stored.Replace("\u00010", "\0", StringComparison.Ordinal).Replace("\u00011", "\u0001", StringComparison.Ordinal);

    /// <summary>Whether a text can be stored: one with half a character, an unpaired surrogate, cannot.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
