using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace VectorHost.Indexing.Repositories;

/// <summary>Decodes the bytes of a file, or finds that they are not text.</summary>
internal static class TextDecoder
{
    /// <summary>One control character in so many bytes makes a file binary.</summary>
    private const int BytesPerControlCharacter = 20;

    /// <summary>Control characters but white space, and backspace and escape, which recorded terminal output has.</summary>
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static value => (byte)value).Where(static value => value is not ((>= 0x08 and <= 0x0D) or 0x1B))]);

    // The longer marks first: that of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] MarkedEncodings =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    // Gives every byte a character, so nothing is lost, and is what old sources that are not UTF-8 mostly are.
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Decodes by byte order mark, else as UTF-8, else as Windows-1252.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <returns>The text without its mark; <see langword="null"/> if it is not text.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (Encoding encoding in MarkedEncodings)
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return DecodeMarked(encoding, bytes[encoding.Preamble.Length..]);
            }
        }

        if (LooksBinary(bytes))
        {
            return null;
        }

        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Windows1252.GetString(bytes);
    }

    private static string? DecodeMarked(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            string text = encoding.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            // A mark of UTF-8 before something else: as without a mark. Wide characters that are malformed are no text.
            return encoding is UTF8Encoding && !LooksBinary(bytes) ? Windows1252.GetString(bytes) : null;
        }
    }

    private static bool LooksBinary(ReadOnlySpan<byte> bytes)
    {
        int controls = 0;
        for (ReadOnlySpan<byte> rest = bytes; rest.IndexOfAny(Controls) is >= 0 and int index; rest = rest[(index + 1)..])
        {
            if (rest[index] == 0)
            {
                return true;
            }

            controls++;
        }

        return (long)controls * BytesPerControlCharacter > bytes.Length;
    }
}
