using System.Text;

namespace VectorHost.Indexing.Moving;

/// <summary>Reads a text line by line, and none that is too long to the end: a compressed file of a few bytes may hold gigabytes.</summary>
/// <param name="reader">The text, which is disposed with this.</param>
/// <param name="longest">How many characters a line may have.</param>
internal sealed class BoundedLines(TextReader reader, int longest) : IDisposable
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _next;
    private int _end;

    /// <summary>Whether the last line was too long, so that what was given of it is its beginning.</summary>
    public bool IsTooLong => _line.Length > longest;

    /// <summary>Reads the next line.</summary>
    /// <returns>The line without its end; <see langword="null"/> after the last.</returns>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        while (!IsTooLong)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = await reader.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    return _line.Length == 0 ? null : _line.ToString();
                }
            }

            int length = _buffer.AsSpan(_next, _end - _next).IndexOf('\n');
            _line.Append(_buffer, _next, length < 0 ? _end - _next : length);
            _next = length < 0 ? _end : _next + length + 1;
            if (length >= 0)
            {
                break;
            }
        }

        return _line.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
