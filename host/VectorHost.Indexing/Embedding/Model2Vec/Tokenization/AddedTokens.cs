using System.Buffers;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Finds added tokens in a text: from the left, the longest of those that begin at one place.</summary>
internal sealed class AddedTokens
{
    private readonly AddedToken[] _tokens;
    private readonly CharTrie _trie = new();
    private readonly SearchValues<string> _texts;

    /// <summary>Prepares to look for tokens.</summary>
    /// <param name="tokens">The tokens, each of some text.</param>
    public AddedTokens(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens];
        _texts = SearchValues.Create([.. _tokens.Select(token => token.Text)], StringComparison.Ordinal);
        for (int i = 0; i < _tokens.Length; i++)
        {
            _trie.Add(_tokens[i].Text, i);
        }
    }

    /// <summary>Cuts a text at the tokens in it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Stretches of text, in order, each with the token's number or <see langword="null"/> for text between tokens.</returns>
    public IEnumerable<(int Start, int End, int? Token)> Cut(string text)
    {
        int done = 0;
        int next = 0;
        while (_tokens.Length > 0 && FindNext(text, ref next, out int end) is { } token)
        {
            int start = next;
            next = end;
            if (token.IsWord && !IsWord(text, start, end))
            {
                continue;
            }

            start = token.StripsLeft ? Math.Max(done, StripLeft(text, start)) : start;
            end = token.StripsRight ? StripRight(text, end) : end;
            next = end;
            if (start > done)
            {
                yield return (done, start, null);
            }

            yield return (start, end, token.Number);
            done = end;
        }

        if (done < text.Length)
        {
            yield return (done, text.Length, null);
        }
    }

    private AddedToken? FindNext(string text, ref int start, out int end)
    {
        int offset = text.AsSpan(start).IndexOfAny(_texts);
        end = start;
        if (offset < 0)
        {
            return null;
        }

        start += offset;
        end = start + _trie.FindLongest(text.AsSpan(start), out int number);
        return _tokens[number];
    }

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || !IsWordCharacter(text[start - 1])) && (end == text.Length || !IsWordCharacter(text[end]));

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int StripLeft(string text, int start)
    {
        while (start > 0 && char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static int StripRight(string text, int end)
    {
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end;
    }
}
