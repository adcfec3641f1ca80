using System.Buffers;

namespace VectorHost.Indexing.Tokens;

/// <summary>
/// Takes the commonest English endings off a lower-case word. Light on purpose: names in code are mostly nouns and
/// verbs, and a stemmer that goes further (<c>operation</c> and <c>operator</c>) merges what programmers keep apart.
/// </summary>
internal static class Stemmer
{
    private const int ShortestStem = 3;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Stems in place.</summary>
    /// <param name="word">A lower-case word; changed only in its ending.</param>
    /// <returns>The length of the stem.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= ShortestStem || word.ContainsAnyExceptInRange('a', 'z'))
        {
            return word.Length;
        }

        int length = WithoutPlural(word);
        length = WithoutVerbEnding(word[..length]);
        // "cache" meets "caching" and "cached" in "cach".
        return length > ShortestStem + 1 && word[length - 1] == 'e' ? length - 1 : length;
    }

    private static int WithoutPlural(Span<char> word)
    {
        if (word.EndsWith("ies") && word.Length > 4)
        {
            word[^3] = 'y';
            return word.Length - 2;
        }

        if (word.EndsWith("sses") || word.EndsWith("xes") || word.EndsWith("ches") || word.EndsWith("shes"))
        {
            return word.Length - (word.EndsWith("ches") ? 1 : 2);
        }

        bool plural = word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i');
        return plural ? word.Length - 1 : word.Length;
    }

    private static int WithoutVerbEnding(Span<char> word)
    {
        int ending = word.EndsWith("ing") ? 3 : word.EndsWith("ed") ? 2 : 0;
        int length = word.Length - ending;
        if (ending == 0 || length < ShortestStem || !word[..length].ContainsAny(Vowels))
        {
            return word.Length;
        }

        // "running" and "run"; but "calling" and "call".
        bool doubled = word[length - 1] == word[length - 2] && word[length - 1] is not ('l' or 's' or 'z');
        return doubled ? length - 1 : length;
    }
}
