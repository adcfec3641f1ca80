using System.Text.RegularExpressions;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>Draws questions from words that occur in texts, common words as often as they are common.</summary>
internal static partial class Questions
{
    private const int Seed = 7;

    /// <summary>Words of five and more letters that the search leaves out of a question.</summary>
    private static readonly HashSet<string> Silent =
        ["about", "could", "might", "shall", "should", "their", "there", "these", "those", "where", "which", "whose", "would"];

    [GeneratedRegex(@"\b[a-z]{5,}\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word { get; }

    /// <summary>Draws questions.</summary>
    /// <param name="texts">Where the words come from.</param>
    /// <param name="words">How many words each has: different terms, all of one text.</param>
    /// <param name="count">How many questions.</param>
    public static IReadOnlyList<string> Draw(IReadOnlyList<string> texts, int words, int count)
    {
        Random random = new(Seed + words);
        List<string> questions = [];
        while (questions.Count < count)
        {
            string text = texts[random.Next(texts.Count)];
            string[] found = [.. Word.Matches(text).Select(match => match.Value).Where(word => TermOf(word) is not null)];
            random.Shuffle(found);
            string[] chosen = [.. found.DistinctBy(TermOf).Take(words)];
            if (chosen.Length == words)
            {
                questions.Add(string.Join(' ', chosen));
            }
        }

        return questions;
    }

    /// <summary>The term that a word is, where it is one term and counts.</summary>
    private static string? TermOf(string word)
    {
        if (Silent.Contains(word))
        {
            return null;
        }

        string? term = null;
        foreach (Token token in new CodeTokenizer(word, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (term is not null)
            {
                return null;
            }

            term = token.Text.ToString();
        }

        return term;
    }
}
