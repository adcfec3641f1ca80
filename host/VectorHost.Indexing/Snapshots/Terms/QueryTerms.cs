using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>The terms of a question: each once, in the order in which they come, without the words that only ask.</summary>
internal static class QueryTerms
{
    /// <summary>
    /// Words of English questions that say nothing about code. A question of nothing but such words keeps them, so that
    /// a search for <c>for</c> or <c>this</c> finds what it says.
    /// </summary>
    private const string StopWords =
        """
        a an the this that these those it its there
        i we you they me us them my our your their
        is are was were be been do does did has have had
        can could should would will shall may might must
        how what where when which who whom whose why
        of to in on at by for from with into and or as about
        """;

    private static readonly HashSet<string> StopTerms = [.. Tokenize(StopWords)];

    public static List<byte[]> Parse(string query) => Words(query).ConvertAll(token => TermText.Encode(token));

    /// <summary>The same terms as text.</summary>
    public static List<string> Words(string query)
    {
        List<string> tokens = Tokenize(query);
        List<string> telling = tokens.FindAll(token => !StopTerms.Contains(token));
        return telling.Count > 0 ? telling : tokens;
    }

    /// <summary>Whether a word says something about code, and does not only ask.</summary>
    public static bool IsTelling(ReadOnlySpan<char> word)
    {
        foreach (Token token in new CodeTokenizer(word, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (!StopTerms.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token.Text))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Tokenize(string text)
    {
        List<string> tokens = [];
        HashSet<string> seen = [];
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            string word = token.Text.ToString();
            if (seen.Add(word))
            {
                tokens.Add(word);
            }
        }

        return tokens;
    }
}
