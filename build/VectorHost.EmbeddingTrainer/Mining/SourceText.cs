namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>The lines of a file, with what mining asks of them.</summary>
/// <param name="text">The file's text.</param>
internal sealed class SourceText(string text)
{
    private const int TabWidth = 4;
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>How many lines there are.</summary>
    public int Count => _lines.Length;

    /// <summary>A line as it is.</summary>
    /// <param name="index">Counted from 0.</param>
    public string this[int index] => _lines[index];

    /// <summary>A line without the white space around it.</summary>
    /// <param name="index">Counted from 0.</param>
    public ReadOnlySpan<char> Trimmed(int index) => _lines[index].AsSpan().Trim();

    /// <summary>Whether a line is empty, or beyond the end.</summary>
    /// <param name="index">Counted from 0.</param>
    public bool IsBlank(int index) => index >= Count || string.IsNullOrWhiteSpace(_lines[index]);

    /// <summary>How far a line is indented, in columns.</summary>
    /// <param name="index">Counted from 0.</param>
    public int Indentation(int index)
    {
        int columns = 0;
        foreach (char c in _lines[index])
        {
            if (c is not (' ' or '\t'))
            {
                break;
            }

            columns += c == '\t' ? TabWidth : 1;
        }

        return columns;
    }

    /// <summary>Some lines as one text.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">Behind the last.</param>
    public string Join(int first, int end) => string.Join('\n', _lines[first..end]);
}
