namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>A file, or a folder, named with a language tag other than English among the locales: <c>locales/de.ts</c>.</summary>
internal static class TranslationPaths
{
    private const string English = "en";

    private static readonly NamePatterns Locales = NamePatterns.Exactly("locale locales i18n l10n translation translations");

    public static bool Include(PathParts path)
    {
        bool isAmongLocales = false;
        foreach (ReadOnlySpan<char> folder in path)
        {
            if (isAmongLocales && IsOtherLanguage(folder))
            {
                return true;
            }

            isAmongLocales = Locales.Fit(folder);
        }

        return isAmongLocales && !path.Extension.IsEmpty && IsOtherLanguage(path.Name[..path.Name.IndexOf('.')]);
    }

    /// <summary>
    /// Whether a name is a language tag as people write them, and not one of English: two or three small letters, and further
    /// parts for script, region or variant (BCP 47, more loosely).
    /// </summary>
    private static bool IsOtherLanguage(ReadOnlySpan<char> name)
    {
        bool isFirst = true;
        foreach (Range range in name.SplitAny('-', '_'))
        {
            ReadOnlySpan<char> part = name[range];
            bool isTag = isFirst
                ? part.Length is 2 or 3 && !part.ContainsAnyExceptInRange('a', 'z')
                : part.Length is 2 or (>= 4 and <= 8) && IsAsciiLetters(part);
            if (!isTag)
            {
                return false;
            }

            isFirst = false;
        }

        return !IsEnglish(name);
    }

    private static bool IsEnglish(ReadOnlySpan<char> tag) =>
        tag is English or "eng" || (tag.Length == 5 && tag.StartsWith(English) && tag[2] is '-' or '_' && char.IsAsciiLetterUpper(tag[3]) && char.IsAsciiLetterUpper(tag[4]));

    private static bool IsAsciiLetters(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiLetter(character))
            {
                return false;
            }
        }

        return true;
    }
}
