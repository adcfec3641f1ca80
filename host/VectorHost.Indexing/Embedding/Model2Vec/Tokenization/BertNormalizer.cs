using System.Globalization;
using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>What BERT does to text: no control characters, plain spaces, Chinese characters apart, no accents, lower case.</summary>
internal sealed class BertNormalizer : TextNormalizer
{
    /// <summary>Whether control characters go and all white space becomes spaces.</summary>
    public required bool Cleans { get; init; }

    /// <summary>Whether each Chinese character gets spaces around it.</summary>
    public required bool SeparatesChinese { get; init; }

    /// <summary>Whether accents are taken off.</summary>
    public required bool StripsAccents { get; init; }

    /// <summary>Whether letters become small.</summary>
    public required bool Lowers { get; init; }

    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        StringBuilder cleaned = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            AppendCleaned(cleaned, rune);
        }

        string result = cleaned.ToString();
        if (StripsAccents)
        {
            result = Accents.Strip(UnicodeForms.Normalize(result, NormalizationForm.FormD));
        }

        return Lowers ? LowerCase.Of(result) : result;
    }

    private void AppendCleaned(StringBuilder text, Rune rune)
    {
        if (Cleans && IsRemoved(rune))
        {
            return;
        }

        if (Cleans && Rune.IsWhiteSpace(rune))
        {
            text.Append(' ');
        }
        else if (SeparatesChinese && IsChinese(rune.Value))
        {
            text.Append(' ').Append(rune.ToString()).Append(' ');
        }
        else if (rune.IsBmp)
        {
            text.Append((char)rune.Value);
        }
        else
        {
            text.Append(rune.ToString());
        }
    }

    private static bool IsRemoved(Rune rune) =>
        rune.Value is 0 or 0xFFFD
        || (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>The CJK unified ideographs and their extensions and compatibility forms, as the reference lists them.</summary>
    private static bool IsChinese(int code) => code is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
