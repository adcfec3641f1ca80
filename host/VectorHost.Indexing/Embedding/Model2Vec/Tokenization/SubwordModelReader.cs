using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Makes a model from the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class SubwordModelReader
{
    private const int LongestWord = 100;

    /// <summary>Reads a model.</summary>
    /// <param name="element">The element.</param>
    /// <exception cref="ModelFormatException">It is of a kind that is not supported, or not as it has to be.</exception>
    public static SubwordModel Read(JsonElement element) => (JsonValues.TextOrNull(element, "type") ?? GuessType(element)) switch
    {
        "WordPiece" => ReadWordPiece(element),
        "Unigram" => ReadUnigram(element),
        "BPE" => ReadBpe(element),
        "WordLevel" => ReadWordLevel(element),
        var other => throw new ModelFormatException($"its tokens are made by '{other}', which is not supported"),
    };

    /// <summary>Old files do not name the type.</summary>
    private static string GuessType(JsonElement element) =>
        element.TryGetProperty("merges", out _) ? "BPE"
        : element.TryGetProperty("unk_id", out _) ? "Unigram"
        : element.TryGetProperty("continuing_subword_prefix", out _) ? "WordPiece"
        : "WordLevel";

    private static WordPieceModel ReadWordPiece(JsonElement element)
    {
        List<KeyValuePair<string, int>> vocabulary = ReadVocabulary(element);
        return new WordPieceModel(vocabulary, JsonValues.TextOrNull(element, "continuing_subword_prefix") ?? "##")
        {
            Vocabulary = vocabulary,
            Unknown = FindUnknown(element, vocabulary) ?? throw new ModelFormatException("it has no 'unk_token' in its vocabulary"),
            LongestWord = JsonValues.Member(element, "max_input_chars_per_word")?.GetInt32() ?? LongestWord,
        };
    }

    private static WordLevelModel ReadWordLevel(JsonElement element)
    {
        List<KeyValuePair<string, int>> vocabulary = ReadVocabulary(element);
        return new WordLevelModel(vocabulary) { Vocabulary = vocabulary, Unknown = FindUnknown(element, vocabulary) };
    }

    private static UnigramModel ReadUnigram(JsonElement element)
    {
        List<KeyValuePair<string, int>> vocabulary = [];
        List<double> scores = [];
        foreach (JsonElement entry in element.GetProperty("vocab").EnumerateArray())
        {
            vocabulary.Add(KeyValuePair.Create(entry[0].GetString() ?? "", vocabulary.Count));
            scores.Add(entry[1].GetDouble());
        }

        int unknown = JsonValues.Member(element, "unk_id")?.GetInt32() ?? -1;
        return unknown < vocabulary.Count
            ? new UnigramModel(vocabulary, [.. scores], unknown, JsonValues.Flag(element, "byte_fallback", otherwise: false)) { Vocabulary = vocabulary }
            : throw new ModelFormatException("its 'unk_id' is larger than its vocabulary");
    }

    private static BpeModel ReadBpe(JsonElement element)
    {
        List<KeyValuePair<string, int>> vocabulary = ReadVocabulary(element);
        string prefix = JsonValues.Text(element, "continuing_subword_prefix");
        return new BpeModel(vocabulary, ReadMerges(element, vocabulary, prefix.Length), JsonValues.Flag(element, "byte_fallback", otherwise: false))
        {
            Vocabulary = vocabulary,
            Unknown = FindUnknown(element, vocabulary),
            ContinuingPrefix = prefix,
            EndSuffix = JsonValues.Text(element, "end_of_word_suffix"),
            FusesUnknown = JsonValues.Flag(element, "fuse_unk", otherwise: false),
            TakesWholePieces = JsonValues.Flag(element, "ignore_merges", otherwise: false),
        };
    }

    private static List<KeyValuePair<string, int>> ReadVocabulary(JsonElement element) =>
        [.. element.GetProperty("vocab").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetInt32()))];

    private static int? FindUnknown(JsonElement element, List<KeyValuePair<string, int>> vocabulary)
    {
        if (JsonValues.TextOrNull(element, "unk_token") is not { } unknown)
        {
            return null;
        }

        int index = vocabulary.FindIndex(entry => entry.Key == unknown);
        return index >= 0 ? vocabulary[index].Value : throw new ModelFormatException($"its 'unk_token' {unknown} is not in its vocabulary");
    }

    private static Dictionary<(int Left, int Right), (int Rank, int Joined)> ReadMerges(
        JsonElement element, List<KeyValuePair<string, int>> vocabulary, int prefixLength)
    {
        Dictionary<string, int> numbers = [];
        vocabulary.ForEach(entry => numbers[entry.Key] = entry.Value);
        Dictionary<(int Left, int Right), (int Rank, int Joined)> merges = [];
        int rank = 0;
        foreach (JsonElement merge in element.GetProperty("merges").EnumerateArray())
        {
            (string left, string right) = ReadMerge(merge);
            if (!numbers.TryGetValue(left, out int leftNumber)
                || !numbers.TryGetValue(right, out int rightNumber)
                || !numbers.TryGetValue(left + right[Math.Min(prefixLength, right.Length)..], out int joined))
            {
                throw new ModelFormatException($"its merge of '{left}' and '{right}' is not in its vocabulary");
            }

            merges[(leftNumber, rightNumber)] = (rank++, joined);
        }

        return merges;
    }

    /// <summary>A merge is a list of two, in older files a text with a space between them.</summary>
    private static (string Left, string Right) ReadMerge(JsonElement merge)
    {
        string[] parts = merge.ValueKind == JsonValueKind.Array
            ? [.. merge.EnumerateArray().Select(part => part.GetString() ?? "")]
            : (merge.GetString() ?? "").Split(' ');
        return parts is [var left, var right] ? (left, right) : throw new ModelFormatException("it has a merge that is not of two tokens");
    }
}
