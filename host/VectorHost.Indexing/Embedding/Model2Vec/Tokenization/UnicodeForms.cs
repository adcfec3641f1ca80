using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>
/// Unicode's normalization forms (Unicode Standard Annex 15). The system's own are not there in a program that is built
/// without languages, as the host is, and would differ between systems elsewhere.
/// </summary>
internal static class UnicodeForms
{
    private static readonly Lazy<UnicodeTable> Table = new(UnicodeTable.Read);

    /// <summary>Rewrites a text in a form.</summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        List<int> codes = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Table.Value.Decompose(rune.Value, form is NormalizationForm.FormKC or NormalizationForm.FormKD, codes);
        }

        Order(codes);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC)
        {
            Compose(codes);
        }

        StringBuilder result = new(codes.Count);
        foreach (int code in codes)
        {
            result.Append(new Rune(code).ToString());
        }

        return result.ToString();
    }

    /// <summary>Puts marks that follow one another in the order of their classes, equal ones left as they are.</summary>
    private static void Order(List<int> codes)
    {
        for (int i = 1; i < codes.Count; i++)
        {
            int code = codes[i];
            int rank = Table.Value.ClassOf(code);
            int place = i;
            while (rank != 0 && place > 0 && Table.Value.ClassOf(codes[place - 1]) > rank)
            {
                codes[place] = codes[place - 1];
                place--;
            }

            codes[place] = code;
        }
    }

    /// <summary>Joins each mark with the letter that it belongs to, unless another mark of its class or above stands between.</summary>
    private static void Compose(List<int> codes)
    {
        int starter = -1;
        int lastClass = -1;
        int written = 0;
        foreach (int code in codes.ToArray())
        {
            int rank = Table.Value.ClassOf(code);
            if (starter >= 0 && lastClass < rank && Table.Value.TryCompose(codes[starter], code, out int composed))
            {
                codes[starter] = composed;
                continue;
            }

            if (rank == 0)
            {
                starter = written;
                lastClass = -1;
            }
            else
            {
                lastClass = rank;
            }

            codes[written++] = code;
        }

        codes.RemoveRange(written, codes.Count - written);
    }
}
