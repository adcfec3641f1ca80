using System.Text.RegularExpressions;

namespace VectorHost.Configuration;

/// <summary>Replaces <c>${NAME}</c> in a value by the environment variable of that name; <c>$${</c> stands for itself.</summary>
internal static partial class EnvironmentReferences
{
    /// <summary>Replaces every reference.</summary>
    /// <param name="value">The raw value.</param>
    /// <param name="missing">The first variable that is not set, if any.</param>
    /// <returns>The value with its references replaced, those of missing variables by nothing.</returns>
    public static string Expand(string value, out string? missing)
    {
        missing = null;

        // In a method of its own: a value without a reference, as nearly all are, is no reason to load regular expressions.
        return value.Contains("${", StringComparison.Ordinal) ? Replace(value, out missing) : value;
    }

    private static string Replace(string value, out string? missing)
    {
        string? firstMissing = null;
        string expanded = Reference().Replace(value, match =>
        {
            if (match.Value.StartsWith("$$", StringComparison.Ordinal))
            {
                return match.Value[1..];
            }

            string name = match.Groups["name"].Value;
            string? found = Environment.GetEnvironmentVariable(name);
            firstMissing ??= string.IsNullOrEmpty(found) ? name : null;
            return found ?? "";
        });
        missing = firstMissing;
        return expanded;
    }

    /// <summary>Whether a value is one reference and nothing else, and so gives nothing away.</summary>
    public static bool IsOneReference(string value) =>
        Reference().Match(value) is { Success: true } match
        && match.Length == value.Length
        && !value.StartsWith("$$", StringComparison.Ordinal);

    [GeneratedRegex(@"\$?\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
