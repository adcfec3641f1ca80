using System.Text.RegularExpressions;

namespace VectorHost.Benchmarks.Quality;

/// <summary>What the recipe tells from paths.</summary>
internal static partial class RecipePaths
{
    /// <summary>In milliseconds; never reached for a path or a question.</summary>
    private const int MatchTimeout = 10_000;

    /// <summary>Whether the recipe indexes a file: it leaves prose and data out.</summary>
    public static bool IsCode(string path) => Code().IsMatch(path);

    /// <summary>What a chunk's score is multiplied by.</summary>
    public static double FactorOf(string path) =>
        (Tests().IsMatch(path) ? 0.3 : 1)
        * (Compatibility().IsMatch(path) ? 0.3 : 1)
        * (Examples().IsMatch(path) ? 0.3 : 1)
        * (path.EndsWith("__init__.py", StringComparison.Ordinal) || path.EndsWith("package-info.java", StringComparison.Ordinal) ? 0.5 : 1)
        * (path.EndsWith(".d.ts", StringComparison.Ordinal) ? 0.7 : 1);

    [GeneratedRegex(@"\.([ch]|cc|cpp|cxx|hpp|hh|cs|fs|vb|py|pyi|rb|rs|go|java|kts?|scala|sc|swift|php|jsx?|mjs|cjs|tsx?|mts|cts|vue|lua|tl|zig|hs|exs?|erl|ml|clj|jl|dart|sh|bash|bats|pl|r|mm?|sql|jq)$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Code();

    [GeneratedRegex(@"(^|/)(tests?|__tests__|specs?|testing|testdata|fixtures)/|(^|/)test_[^/]*$|[._-](test|spec)\.[^/]+$|_(test|spec)\.[^/]+$|(Tests?|Spec)\.[^/.]+$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Tests();

    [GeneratedRegex(@"(^|/)_?(compat|legacy)(/|\.|_)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Compatibility();

    [GeneratedRegex(@"(^|/)(examples?|docs_src|_examples)/", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Examples();
}
