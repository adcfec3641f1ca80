namespace VectorHost.TestServers.Faults;

/// <summary>Finds where the body of one answer begins: after the empty line in HTTP, at once in anything else.</summary>
internal sealed class AnswerBody
{
    private bool _hasBegun;
    private bool _isInBody;
    private int _matched;

    private static ReadOnlySpan<byte> EmptyLine => "\r\n\r\n"u8;

    /// <summary>Takes the next bytes of the answer.</summary>
    /// <returns>Where the body begins or goes on in them; their length where all are headers.</returns>
    public int FindIn(ReadOnlySpan<byte> bytes)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _isInBody = !bytes.StartsWith("HTTP/1."u8);
        }

        for (int i = 0; i < bytes.Length && !_isInBody; i++)
        {
            _matched = bytes[i] == EmptyLine[_matched] ? _matched + 1 : bytes[i] == EmptyLine[0] ? 1 : 0;
            if (_matched == EmptyLine.Length)
            {
                _isInBody = true;
                return i + 1;
            }
        }

        return _isInBody ? 0 : bytes.Length;
    }

    /// <summary>Whether headers say that no body follows, so that they are the whole answer.</summary>
    public static bool IsWholeAnswer(ReadOnlySpan<byte> headers) =>
        headers.IndexOf("Content-Length: 0\r\n"u8) >= 0
        || headers.IndexOf("content-length: 0\r\n"u8) >= 0
        || headers.StartsWith("HTTP/1.1 204 "u8);
}
