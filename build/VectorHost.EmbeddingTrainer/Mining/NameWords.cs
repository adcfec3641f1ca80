using System.Text.RegularExpressions;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Takes names apart into the words that a person would say.</summary>
internal static partial class NameWords
{
    /// <summary>No line of code needs as long; one that does is a fault of the pattern.</summary>
    private const int Timeout = 10_000;

    /// <summary>The words of a name in lower case, with spaces between them.</summary>
    /// <param name="name">The name, in any of the usual spellings.</param>
    public static string Split(string name) => Bound().Replace(name, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"_+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Bound();
}
