using System.Diagnostics.CodeAnalysis;

namespace VectorHost.TestServers.Http;

/// <summary>A path with placeholders, such as <c>/collections/{name}/points</c>; each stands for one whole segment.</summary>
/// <param name="text">The template.</param>
public sealed class RouteTemplate(string text)
{
    private readonly string[] _segments = text.Split('/');

    /// <summary>How many segments are placeholders: of two templates that match, the one with fewer is meant.</summary>
    public int PlaceholderCount => _segments.Count(IsPlaceholder);

    /// <summary>Whether an escaped path matches, and if so, what the placeholders stand for, unescaped.</summary>
    public bool TryMatch(string path, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        string[] parts = path.Split('/');
        if (parts.Length != _segments.Length)
        {
            return false;
        }

        Dictionary<string, string> found = [];
        foreach ((string segment, string part) in _segments.Zip(parts))
        {
            if (IsPlaceholder(segment) && part.Length > 0)
            {
                found[segment[1..^1]] = Uri.UnescapeDataString(part);
            }
            else if (segment != part)
            {
                return false;
            }
        }

        values = found;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => text;

    private static bool IsPlaceholder(string segment) => segment is ['{', .., '}'];
}
