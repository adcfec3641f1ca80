using System.Text;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Makes strings of a column whose value is often that of the row before.</summary>
internal struct RepeatedText
{
    private byte[]? _bytes;
    private string _text;

    /// <summary>The text of these bytes in UTF-8.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (_bytes is null || !utf8.SequenceEqual(_bytes))
        {
            _bytes = utf8.ToArray();
            _text = Encoding.UTF8.GetString(utf8);
        }

        return _text;
    }
}
