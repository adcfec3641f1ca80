using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>The part of a file's or a collection's name that people can read.</summary>
internal static class NameSlug
{
    /// <summary>The text in lower case with one <c>-</c> for whatever else stands between its letters and digits of ASCII.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">How long it may be; it is cut off there.</param>
    /// <returns>What begins and ends with a letter or digit; empty where there is none.</returns>
    public static string Of(string text, int maxLength)
    {
        StringBuilder slug = new();
        foreach (char character in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString(0, Math.Min(slug.Length, maxLength)).TrimEnd('-');
    }
}
