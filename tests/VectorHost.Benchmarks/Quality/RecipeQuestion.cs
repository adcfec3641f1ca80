using System.Text.RegularExpressions;

namespace VectorHost.Benchmarks.Quality;

/// <summary>What the recipe understands of a question.</summary>
internal sealed partial class RecipeQuestion
{
    /// <summary>In milliseconds; never reached for a path or a question.</summary>
    private const int MatchTimeout = 10_000;

    private const int ShortestWord = 3;

    private static readonly HashSet<string> StopWords =
    [
        "the", "are", "was", "were", "been", "does", "did", "how", "what", "where", "when", "which", "who", "why", "for", "from",
        "with", "into", "and", "about", "you", "this", "that", "can", "could", "should", "would", "will", "may", "might", "must", "our", "your",
    ];

    /// <summary>Understands a question.</summary>
    public RecipeQuestion(string text)
    {
        Text = text.Trim();
        IsSymbol = Identifier().IsMatch(Text) && Text.Any(c => char.IsUpper(c) || c is '_' or '.' or ':' or '\\' or '>');
        Names = IsSymbol ? [Separator().Split(Text)[^1]] : [.. CamelCase().Matches(Text).Select(match => match.Value)];
        Words = [.. Word().Matches(Text.ToLowerInvariant()).Select(match => match.Value).Where(word => word.Length >= ShortestWord && !StopWords.Contains(word)).Distinct()];
    }

    /// <summary>The question.</summary>
    public string Text { get; }

    /// <summary>Whether it is the name of something.</summary>
    public bool IsSymbol { get; }

    /// <summary>The names in it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The words that paths are compared with.</summary>
    public IReadOnlyList<string> Words { get; }

    [GeneratedRegex(@"^[A-Za-z_]\w*((::|\\|->|\.)[A-Za-z_]\w*)*$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"::|\\|->|\.", RegexOptions.None, MatchTimeout)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\b[a-z]+[a-z0-9]*[A-Z]\w*|\b[A-Z][a-z0-9]+[A-Z]\w*", RegexOptions.None, MatchTimeout)]
    private static partial Regex CamelCase();

    [GeneratedRegex("[a-z]+", RegexOptions.None, MatchTimeout)]
    private static partial Regex Word();
}
