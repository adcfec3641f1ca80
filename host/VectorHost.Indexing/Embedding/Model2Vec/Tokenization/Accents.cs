using System.Globalization;
using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Takes marks off letters.</summary>
internal static class Accents
{
    /// <summary>Removes every mark that takes no room of its own.</summary>
    /// <param name="decomposed">The text, with letters and marks apart.</param>
    public static string Strip(string decomposed)
    {
        if (Ascii.IsValid(decomposed))
        {
            return decomposed;
        }

        StringBuilder text = new(decomposed.Length);
        foreach (Rune rune in decomposed.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString();
    }
}
