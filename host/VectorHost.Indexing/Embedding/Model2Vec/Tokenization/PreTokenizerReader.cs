using System.Text;
using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Makes a pre-tokenizer from the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>GPT-2's cut into words, numbers, marks and spaces.</summary>
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Reads a pre-tokenizer.</summary>
    /// <param name="element">The element.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    /// <exception cref="ModelFormatException">It is of a kind that is not supported.</exception>
    public static PreTokenizer? Read(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetProperty("type").GetString() switch
    {
        "Sequence" => new SequencePreTokenizer([.. element.GetProperty("pretokenizers").EnumerateArray().Select(Read).OfType<PreTokenizer>()]),
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new SplitPreTokenizer(PatternReader.Finder(PatternReader.Compile(@"\w+|[^\w\s]+")), SplitBehavior.Removed, inverted: true),
        "WhitespaceSplit" => new SplitPreTokenizer(SplitPreTokenizer.Characters(Rune.IsWhiteSpace), SplitBehavior.Removed),
        "Punctuation" => new SplitPreTokenizer(
            SplitPreTokenizer.Characters(BertPreTokenizer.IsPunctuation), ReadBehavior(element, SplitBehavior.Isolated)),
        "Digits" => new SplitPreTokenizer(
            SplitPreTokenizer.Characters(Rune.IsNumber),
            JsonValues.Flag(element, "individual_digits", otherwise: false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Split" => new SplitPreTokenizer(
            PatternReader.Finder(PatternReader.Read(element.GetProperty("pattern"))),
            ReadBehavior(element, SplitBehavior.Removed),
            JsonValues.Flag(element, "invert", otherwise: false)),
        "Metaspace" => ReadMetaspace(element),
        "ByteLevel" => ReadByteLevel(element),
        var other => throw new ModelFormatException($"it cuts text with '{other}', which is not supported"),
    };

    private static SplitBehavior ReadBehavior(JsonElement element, SplitBehavior otherwise) =>
        JsonValues.TextOrNull(element, "behavior") is not { } name ? otherwise
        : Enum.TryParse(name, out SplitBehavior behavior) ? behavior
        : throw new ModelFormatException($"it splits text in the way '{name}', which is not supported");

    private static PreTokenizer ReadMetaspace(JsonElement element)
    {
        string mark = JsonValues.TextOrNull(element, "replacement") ?? "▁";
        string scheme = JsonValues.Flag(element, "add_prefix_space", otherwise: true)
            ? JsonValues.TextOrNull(element, "prepend_scheme") ?? "always"
            : "never";
        RewritingPreTokenizer marking = new((piece, isFirst, text) =>
        {
            bool prepends = scheme == "always" || (scheme == "first" && isFirst);
            if (prepends && !piece.StartsWith(mark, StringComparison.Ordinal) && !piece.StartsWith(' '))
            {
                text.Append(mark);
            }

            int start = text.Length;
            text.Append(piece).Replace(" ", mark, start, piece.Length);
        });
        return JsonValues.Flag(element, "split", otherwise: true)
            ? new SequencePreTokenizer([marking, new SplitPreTokenizer(SplitPreTokenizer.Characters(rune => rune.Value == mark[0]), SplitBehavior.MergedWithNext)])
            : marking;
    }

    private static SequencePreTokenizer ReadByteLevel(JsonElement element)
    {
        List<PreTokenizer> steps = [];
        if (JsonValues.Flag(element, "add_prefix_space", otherwise: true))
        {
            steps.Add(new RewritingPreTokenizer((piece, _, text) => text.Append(piece.StartsWith(' ') ? "" : " ").Append(piece)));
        }

        if (JsonValues.Flag(element, "use_regex", otherwise: true))
        {
            steps.Add(new SplitPreTokenizer(PatternReader.Finder(PatternReader.Compile(Gpt2)), SplitBehavior.Isolated));
        }

        steps.Add(new RewritingPreTokenizer((piece, _, text) => ByteAlphabet.Append(piece, text)));
        return new SequencePreTokenizer(steps);
    }
}
