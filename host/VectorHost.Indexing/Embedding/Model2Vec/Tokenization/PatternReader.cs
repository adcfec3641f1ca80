using System.Text.Json;
using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Reads the patterns of a <c>tokenizer.json</c>: a text as it stands, or a regular expression.</summary>
internal static class PatternReader
{
    /// <summary>A pattern of a file that nobody here wrote must not run for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ModelFormatException">It is of a kind that is not supported.</exception>
    public static Regex Read(JsonElement pattern)
    {
        string expression = JsonValues.TextOrNull(pattern, "String") is { } text
            ? Regex.Escape(text)
            : JsonValues.TextOrNull(pattern, "Regex") ?? throw new ModelFormatException("it has a pattern that is neither text nor a regular expression");
        return Compile(expression);
    }

    /// <summary>Makes a regular expression.</summary>
    /// <exception cref="ModelFormatException">It cannot be understood.</exception>
    public static Regex Compile(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException)
        {
            throw new ModelFormatException($"its regular expression '{expression}' is not supported");
        }
    }

    /// <summary>A rule that finds what an expression matches.</summary>
    public static SplitPreTokenizer.Finder Finder(Regex regex) => (text, found) =>
    {
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            found.Add((match.Index, match.Index + match.Length));
        }
    };
}
