using System.Globalization;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>A file that a question mentions, as stack traces and people do.</summary>
/// <param name="Path">The file's name, or its path up to any folder, with <c>/</c> between its parts.</param>
/// <param name="Line">The line that is mentioned with it, from 1.</param>
public sealed record MentionedFile(string Path, int? Line)
{
    /// <summary>The files that a text mentions, in order.</summary>
    /// <param name="text">A question.</param>
    internal static IReadOnlyList<MentionedFile> FindAll(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        List<MentionedFile> files = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (Parse(words[i], i + 1 < words.Length ? words[i + 1] : null) is { } file)
            {
                files.Add(file);
            }
        }

        return files;
    }

    /// <summary>Reads <c>name.ext</c>, <c>folder/name.ext:12</c>, <c>C:\folder\name.ext:line 12</c> and the like.</summary>
    /// <param name="word">A word of the question.</param>
    /// <param name="next">The word after it.</param>
    private static MentionedFile? Parse(string word, string? next)
    {
        string bare = word.Trim('`', '"', '\'', '(', ')', '[', ']', '<', '>', ',', ';', '?', '!').Replace('\\', '/');
        int name = bare.LastIndexOf('/') + 1;
        int colon = bare.IndexOf(':', name);
        string path = (colon < 0 ? bare : bare[..colon]).TrimEnd('.');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        int dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') + 1 && LanguageDetector.IsKnownExtension(path[dot..])
            ? new MentionedFile(path, colon < 0 ? null : LineAt(bare.AsSpan(colon + 1), next))
            : null;
    }

    /// <summary>
    /// Whether a file of the repository may be the one that is mentioned: as much of both paths as there is agrees. In a name
    /// alone capitals are meant: <c>Node.js</c> is not <c>test/node.js</c>.
    /// </summary>
    /// <param name="path">The file, relative to the repository's root.</param>
    public bool Fits(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool hasCasing = Line is null && !Path.Contains('/', StringComparison.Ordinal) && Path.AsSpan().ContainsAnyInRange('A', 'Z');
        StringComparison casing = hasCasing ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return path.Length < Path.Length ? EndsWithPath(Path, path, casing) : EndsWithPath(path, Path, casing);
    }

    private static bool EndsWithPath(string whole, string end, StringComparison casing) =>
        whole.EndsWith(end, casing)
        && (whole.Length == end.Length || whole[whole.Length - end.Length - 1] == '/');

    private static int? LineAt(ReadOnlySpan<char> text, string? next)
    {
        ReadOnlySpan<char> number = text.SequenceEqual("line") ? next.AsSpan().TrimEnd(".,;:)") : text;
        int end = number.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? number : number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? line : null;
    }
}
