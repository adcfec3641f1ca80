namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Small letters by Unicode, whatever the language: each character by itself.</summary>
internal static class LowerCase
{
    private const char DottedI = 'İ';

    /// <summary>The text in small letters.</summary>
    public static string Of(string text)
    {
        string lower = text.ToLowerInvariant();

        // The one character that becomes two whatever surrounds it; .NET leaves it as it is.
        return lower.Contains(DottedI, StringComparison.Ordinal) ? lower.Replace($"{DottedI}", "i\u0307", StringComparison.Ordinal) : lower;
    }
}
