using System.Text.RegularExpressions;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>What a file's path says of the file.</summary>
internal static partial class SourcePath
{
    /// <summary>No line of code needs as long; one that does is a fault of the pattern.</summary>
    private const int Timeout = 10_000;

    /// <summary>Whether a file was copied from another project, whose licence may be another.</summary>
    /// <param name="path">The path, relative to the repository's root.</param>
    public static bool IsForeign(string path) => Foreign().IsMatch(path);

    /// <summary>Whether a file tests others.</summary>
    /// <param name="path">The path, relative to the repository's root.</param>
    public static bool IsTest(string path) => Test().IsMatch(path);

    [GeneratedRegex("(?:^|/)_?(?:vendor(?:ed|s)?|third[_-]?party|external|externals|deps|node_modules|bundled|contrib|imported)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Foreign();

    [GeneratedRegex(@"(?:^|[/.])(?:(?:unit|integration|func(?:tional)?)?-?tests?|specs?|__tests__|testing|testdata|fixtures|benchmarks?|bench)(?:/|\.)|(?:[._-]|[a-z0-9])(?:Tests?|Specs?|_test|\.test|\.spec)\.\w+$|/test_\w+\.py$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Test();
}
