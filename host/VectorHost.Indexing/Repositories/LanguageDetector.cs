namespace VectorHost.Indexing.Repositories;

/// <summary>Names the language of a text file, by its name, its extension, or its first line.</summary>
public static class LanguageDetector
{
    /// <summary>The language of a text file that is none of those known.</summary>
    public const string PlainText = "text";

    private static readonly HashSet<string> Prose = [PlainText, "markdown", "restructuredtext", "asciidoc", "org", "latex"];

    private static readonly Dictionary<string, string> ByName = LanguageTable.Read(LanguageTable.Names);

    private static readonly Dictionary<string, string> ByExtension = LanguageTable.Read(LanguageTable.Extensions);

    private static readonly Dictionary<string, string> ByInterpreter = LanguageTable.Read(LanguageTable.Interpreters);

    /// <summary>The languages that are told apart, in the order of their names.</summary>
    public static IEnumerable<string> Languages =>
        ByExtension.Values.Concat(ByName.Values).Concat(ByInterpreter.Values).Append("xml").Append(PlainText).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Finds a language by what people call it.</summary>
    /// <param name="name">The language, the extension of its files, or a program that runs them; in any case.</param>
    /// <returns>The language as <see cref="Detect"/> names it, or <see langword="null"/>.</returns>
    public static string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.ToLowerInvariant();
        return wanted switch
        {
            "c#" => "csharp",
            "f#" => "fsharp",
            "golang" => "go",
            "objc" => "objective-c",
            _ when Languages.Contains(wanted) => wanted,
            _ => ByExtension.GetValueOrDefault($".{wanted.TrimStart('.')}") ?? ByInterpreter.GetValueOrDefault(wanted),
        };
    }

    /// <summary>Detects the language of a file.</summary>
    /// <param name="path">The file's path or name.</param>
    /// <param name="text">The file's text, or its beginning: a <c>#!</c> line decides where the name does not.</param>
    /// <returns>The language in lower case, such as <c>csharp</c>; <see cref="PlainText"/> for an unknown one.</returns>
    public static string Detect(string path, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(path);
        string name = Path.GetFileName(path);
        if (ByName.TryGetValue(name, out string? language) || ByExtension.TryGetValue(Path.GetExtension(name), out language))
        {
            return SharedExtensionLanguage(Path.GetExtension(name), text) ?? language;
        }

        // Dockerfile.test, Makefile.am: the name, then something of the project's own.
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && ByName.TryGetValue(name[..dot], out language))
        {
            return language;
        }

        return FromFirstLine(text) ?? PlainText;
    }

    /// <summary>Whether files of a known language have an extension.</summary>
    /// <param name="extension">The extension, with its dot.</param>
    public static bool IsKnownExtension(string extension) => ByExtension.ContainsKey(extension);

    /// <summary>Whether a language is written for people to read: its lines may be of any length.</summary>
    /// <param name="language">The language, as <see cref="Detect"/> names it.</param>
    public static bool IsProse(string language) => Prose.Contains(language);

    /// <summary>The language of an extension that several languages use, by words that only one of them has.</summary>
    private static string? SharedExtensionLanguage(string extension, ReadOnlySpan<char> text) => extension.ToLowerInvariant() switch
    {
        ".h" or ".m" when ContainsAny(text, "@interface", "@implementation", "@protocol", "#import") => "objective-c",
        ".h" when ContainsAny(text, "\nnamespace ", "\nclass ", "template<", "template <", "std::") => "cpp",
        ".ts" when text.StartsWith("<?xml", StringComparison.Ordinal) => "xml",
        _ => null,
    };

    private static bool ContainsAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? FromFirstLine(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            return "xml";
        }

        if (!text.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        int end = text.IndexOfAny('\r', '\n');
        ReadOnlySpan<char> line = end < 0 ? text[2..] : text[2..end];
        foreach (Range range in line.SplitAny(' ', '\t', '/'))
        {
            // python3.12 is python; env and its options are not in the table.
            ReadOnlySpan<char> word = line[range].TrimEnd("0123456789.-");
            if (!word.IsEmpty && ByInterpreter.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out string? language))
            {
                return language;
            }
        }

        return null;
    }
}
