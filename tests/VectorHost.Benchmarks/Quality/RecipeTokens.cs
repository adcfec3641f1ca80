using System.Text.RegularExpressions;

namespace VectorHost.Benchmarks.Quality;

/// <summary>The terms of the published recipe: every identifier as a whole, and its parts if it has several.</summary>
internal static partial class RecipeTokens
{
    /// <summary>In milliseconds; never reached for a chunk.</summary>
    private const int MatchTimeout = 10_000;

    private const int FolderCount = 3;

    /// <summary>The terms of a text, in order.</summary>
    public static List<string> Of(string text)
    {
        List<string> terms = [];
        foreach (Match match in Identifier().Matches(text))
        {
            string whole = match.Value.ToLowerInvariant();
            string[] parts = whole.Contains('_', StringComparison.Ordinal)
                ? whole.Split('_', StringSplitOptions.RemoveEmptyEntries)
                : [.. CamelPart().Matches(match.Value).Select(part => part.Value.ToLowerInvariant())];
            terms.Add(whole);
            terms.AddRange(parts.Length > 1 ? parts : []);
        }

        return terms;
    }

    /// <summary>The terms of a chunk: those of its text, of its file's name twice, and of its nearest three folders.</summary>
    public static List<string> Of(string path, string text)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        return Of($"{text}\n{stem} {stem} {string.Join(' ', path.Split('/')[..^1].TakeLast(FolderCount))}");
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*|[0-9]+", RegexOptions.None, MatchTimeout)]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+", RegexOptions.None, MatchTimeout)]
    private static partial Regex CamelPart();
}
