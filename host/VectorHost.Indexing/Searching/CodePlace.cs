using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VectorHost.Indexing.Searching;

/// <summary>A line of a file.</summary>
/// <param name="Path">The file, as whoever named it did.</param>
/// <param name="Line">The line, counted from 1.</param>
public sealed record CodePlace(string Path, int Line)
{
    /// <summary>Reads <c>PATH:LINE</c>, as compilers and <see cref="ToString"/> write it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The place, where it is one.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CodePlace? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        place = colon > 0
            && !string.IsNullOrWhiteSpace(text[..colon])
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            && line > 0
            ? new CodePlace(text[..colon], line)
            : null;
        return place is not null;
    }

    /// <summary>The place as <c>PATH:LINE</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}:{Line}");
}
