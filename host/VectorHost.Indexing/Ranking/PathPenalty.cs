using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lowers chunks of files that are seldom the answer: tests, examples, code kept for compatibility, files that only pass
/// on what others define, and data. A question that asks for such files is left alone.
/// </summary>
public sealed partial class PathPenalty : IRankingSignal
{
    private const string Name = "path";

    private static readonly IReadOnlyList<Rule> Rules =
    [
        new("a test", 0.3, Tests(), ["test", "spec", "fixture", "mock"]),
        new("an example", 0.3, Examples(), ["example", "exampl", "sample", "sampl", "demo", "tutorial"]),
        new("kept for compatibility", 0.3, Legacy(), ["legacy", "compat", "compatibility", "deprecat", "obsolete", "obsolet"]),
        new("only passes names on", 0.5, ReExports(), ["init", "export"]),
        new("only declarations", 0.7, Declarations(), ["declaration", "typ", "type"]),
        new("data", 0.5, Data(), ["json", "xml", "csv", "yaml", "data", "config", "configuration", "setting"]),
    ];

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        List<Rule> rules = [.. Rules.Where(rule => !rule.Words.Any(query.Words.Contains))];
        foreach (RankingCandidate candidate in candidates)
        {
            Rule? rule = rules.Find(rule => rule.Pattern.IsMatch(candidate.Record.Path));
            if (rule is not null)
            {
                candidate.Multiply(Name, rule.Factor, rule.Reason);
            }
        }
    }

    private sealed record Rule(string Reason, double Factor, Regex Pattern, IReadOnlyList<string> Words);

    [GeneratedRegex(
        @"(^|/)(tests?|specs?|__tests__|testing|test-d|[^/]*\.(Unit|Integration|EndToEnd)?Tests?)/|(^|/)(test_[^/]*|[^/]*([_.-]tests?|[_.-]spec|Tests?|Spec|IT))\.[^/.]+$|(^|/)conftest\.py$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tests();

    [GeneratedRegex(@"(^|/)(examples?|samples?|demos?|docs_src|tutorials?|playground|benchmarks?)/", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Examples();

    [GeneratedRegex(@"(^|/)_?(legacy|compat|deprecated|obsolete)[^/]*(/|\.[^/]+$)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Legacy();

    [GeneratedRegex(@"(^|/)(__init__\.pyi?|package-info\.java|index\.[jt]s)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ReExports();

    [GeneratedRegex(@"\.(d\.[cm]?ts|pyi)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"\.(json|jsonl|xml|csv|tsv|ya?ml|svg|resx|po|txt|log|snap)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Data();
}
