using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>A question, and what can be told from how it is written.</summary>
/// <remarks>Signals keep here what they prepare for it, so that one thread at a time ranks by it.</remarks>
public sealed class SearchQuery
{
    /// <summary>Understands a question.</summary>
    /// <param name="text">The question, as the user wrote it.</param>
    /// <param name="weights">
    /// How telling each of its terms is where it is asked, above 0; a term that is left out counts for nothing. By default
    /// all count the same.
    /// </param>
    public SearchQuery(string text, IReadOnlyDictionary<string, double>? weights = null)
    {
        Text = text;
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Names = [.. words.Select(word => MentionedName.Parse(word, words.Length == 1)).OfType<MentionedName>().DistinctBy(name => name.Name, StringComparer.Ordinal)];
        Symbols = [.. Names.Where(name => name.IsCertain).Select(name => name.Name)];
        IsOneWord = words.Length == 1;
        IsSymbol = IsOneWord && Symbols.Count == 1;
        Words = QueryTerms.Words(text);
        Files = MentionedFile.FindAll(text);
        IsFile = Files.Any(SaysNothingElse);
        Weighted = new QueryWords(weights ?? Words.ToDictionary(word => word, _ => 1.0));
    }

    /// <summary>The question, as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Whether the question is one word.</summary>
    public bool IsOneWord { get; }

    /// <summary>Whether the whole question is the name of something in code.</summary>
    public bool IsSymbol { get; }

    /// <summary>The names of something in code that the question mentions.</summary>
    public IReadOnlyList<MentionedName> Names { get; }

    /// <summary>Those that are written as only code is, without what qualifies them.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The files that the question mentions.</summary>
    public IReadOnlyList<MentionedFile> Files { get; }

    /// <summary>How many files of the repositories these may be.</summary>
    public int NamedFileCount { get; init; } = 1;

    /// <summary>Whether a file is all that the question says.</summary>
    internal bool IsFile { get; }

    /// <summary>The telling words, as <see cref="Tokens.CodeTokenizer"/> gives them: parts of names, stemmed.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Those of the words that tell anything where they are asked.</summary>
    internal QueryWords Weighted { get; }

    /// <summary>How well names fit the words. Grows while it is used: by one thread at a time.</summary>
    internal NameFits NameFits => field ??= new NameFits(Words, Weighted);

    /// <summary>The question as a phrase.</summary>
    internal PhraseMatcher Phrase => field ??= new PhraseMatcher(Text);

    /// <summary>
    /// Whether the question names a file. Where it says more than that, files of data and prose are not meant: a question
    /// about <c>package.json</c> asks for the code that reads it.
    /// </summary>
    /// <param name="path">The file, relative to the repository's root.</param>
    public bool NamesFile(string path) => Files.Any(file =>
        file.Fits(path)
        && (PathKinds.Of(Path.GetFileName(path)) is not (PathKind.Data or PathKind.Documentation or PathKind.Tooling) || SaysNothingElse(file)));

    /// <summary>Whether the question names a line of a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    public bool NamesLine(ChunkRecord chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return Files.Any(file => file.Line >= chunk.StartLine && file.Line <= chunk.EndLine && file.Fits(chunk.Path));
    }

    private bool SaysNothingElse(MentionedFile file) => Words.Count == QueryTerms.Words(file.Path).Count;
}
