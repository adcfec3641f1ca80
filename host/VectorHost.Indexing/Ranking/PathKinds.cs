using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Ranking;

/// <summary>Tells what a file is for by the customs of many languages and tools.</summary>
public static partial class PathKinds
{
    /// <summary>Tells what a file is for.</summary>
    /// <param name="path">The path relative to the repository's root, with <c>/</c> between its parts.</param>
    public static PathKind Of(string path) =>
        Tests().IsMatch(path) ? PathKind.Test
        : Examples().IsMatch(path) ? PathKind.Example
        : Legacy().IsMatch(path) ? PathKind.Compatibility
        : ReExports().IsMatch(path) ? PathKind.ReExport
        : Declarations().IsMatch(path) ? PathKind.Declaration
        : Data().IsMatch(path) ? PathKind.Data
        : PathKind.Code;

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
