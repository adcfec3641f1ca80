namespace VectorHost.Indexing.Repositories;

/// <summary>A compiled path pattern with the wildcards of git's ignore files, over the bytes of UTF-8.</summary>
/// <remarks>
/// Like git, <c>?</c> and sets take one byte. Matching goes back to the last <c>*</c>, then to the last <c>**</c>, and
/// never further: what an earlier wildcard could take instead, the later one can take as well. So no pattern makes it
/// slower than the square of the text's length.
/// </remarks>
internal sealed class Glob
{
    private readonly GlobToken[] _tokens;
    private readonly byte[] _literalEnd;

    private Glob(GlobToken[] tokens)
    {
        _tokens = tokens;
        int end = tokens.Length;
        while (end > 0 && tokens[end - 1].Kind == GlobTokenKind.Literal)
        {
            end--;
        }

        _literalEnd = new byte[tokens.Length - end];
        for (int index = 0; index < _literalEnd.Length; index++)
        {
            _literalEnd[index] = tokens[end + index].Literal;
        }
    }

    /// <summary>Compiles a pattern; <see langword="null"/> for a malformed one, which matches nothing.</summary>
    /// <param name="pattern">The pattern, without its leading and trailing slash.</param>
    /// <param name="ignoreCase">Whether the texts to match are lowered (ASCII) first.</param>
    public static Glob? Parse(ReadOnlySpan<byte> pattern, bool ignoreCase) =>
        GlobCompiler.Compile(pattern, ignoreCase) is { } tokens ? new Glob(tokens) : null;

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (!text.EndsWith(_literalEnd))
        {
            return false;
        }

        int position = 0;
        int step = 0;
        int starStep = -1;
        int starEnd = 0;
        int deepStep = -1;
        int deepEnd = 0;
        while (step < _tokens.Length || position < text.Length)
        {
            if (step < _tokens.Length)
            {
                GlobTokenKind kind = _tokens[step].Kind;
                if (kind == GlobTokenKind.Star)
                {
                    starStep = ++step;
                    starEnd = position;
                    continue;
                }

                if (kind is GlobTokenKind.AnyPath or GlobTokenKind.AnyFolders)
                {
                    deepStep = step++;
                    deepEnd = position;
                    starStep = -1;
                    continue;
                }

                if (position < text.Length && _tokens[step].Accepts(text[position]))
                {
                    step++;
                    position++;
                    continue;
                }
            }

            if (starStep >= 0 && starEnd < text.Length && text[starEnd] != '/')
            {
                position = ++starEnd;
                step = starStep;
                continue;
            }

            if (deepStep < 0 || !TryExtend(_tokens[deepStep].Kind, text, ref deepEnd))
            {
                return false;
            }

            position = deepEnd;
            step = deepStep + 1;
            starStep = -1;
        }

        return true;
    }

    private static bool TryExtend(GlobTokenKind kind, ReadOnlySpan<byte> text, ref int end)
    {
        int length = kind == GlobTokenKind.AnyPath ? (end < text.Length ? 1 : 0) : text[end..].IndexOf((byte)'/') + 1;
        end += length;
        return length > 0;
    }
}
