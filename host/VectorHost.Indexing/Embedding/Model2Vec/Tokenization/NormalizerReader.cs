using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Makes a normalizer from the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads a normalizer.</summary>
    /// <param name="element">The element.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    /// <exception cref="ModelFormatException">It is of a kind that is not supported.</exception>
    public static TextNormalizer? Read(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : TypeOf(element) switch
    {
        "Sequence" => new SequenceNormalizer([.. element.GetProperty("normalizers").EnumerateArray().Select(Read).OfType<TextNormalizer>()]),
        "BertNormalizer" => ReadBert(element),
        "Lowercase" => new SimpleNormalizer(LowerCase.Of),
        "NFC" => Form(NormalizationForm.FormC),
        "NFD" => Form(NormalizationForm.FormD),
        "NFKC" => Form(NormalizationForm.FormKC),
        "NFKD" => Form(NormalizationForm.FormKD),
        "StripAccents" => new SimpleNormalizer(Accents.Strip),
        "Strip" => ReadStrip(element),
        "Prepend" => ReadPrepend(element),
        "Replace" => ReadReplace(element),
        "Precompiled" => new PrecompiledNormalizer(element.GetProperty("precompiled_charsmap").GetBytesFromBase64()),
        "ByteLevel" => new SimpleNormalizer(text =>
        {
            StringBuilder bytes = new(text.Length);
            ByteAlphabet.Append(text, bytes);
            return bytes.ToString();
        }),
        var other => throw new ModelFormatException($"it rewrites text with '{other}', which is not supported"),
    };

    private static string? TypeOf(JsonElement element) => element.GetProperty("type").GetString();

    private static SimpleNormalizer Form(NormalizationForm form) => new(text => UnicodeForms.Normalize(text, form));

    private static BertNormalizer ReadBert(JsonElement element)
    {
        bool lowers = JsonValues.Flag(element, "lowercase", otherwise: true);
        return new BertNormalizer
        {
            Cleans = JsonValues.Flag(element, "clean_text", otherwise: true),
            SeparatesChinese = JsonValues.Flag(element, "handle_chinese_chars", otherwise: true),
            StripsAccents = JsonValues.Flag(element, "strip_accents", otherwise: lowers),
            Lowers = lowers,
        };
    }

    private static SimpleNormalizer ReadStrip(JsonElement element)
    {
        bool left = JsonValues.Flag(element, "strip_left", otherwise: true);
        bool right = JsonValues.Flag(element, "strip_right", otherwise: true);
        return new SimpleNormalizer(text => left && right ? text.Trim() : left ? text.TrimStart() : right ? text.TrimEnd() : text);
    }

    private static SimpleNormalizer ReadPrepend(JsonElement element)
    {
        string prefix = JsonValues.Text(element, "prepend");
        return new SimpleNormalizer(text => text.Length == 0 ? text : prefix + text);
    }

    private static SimpleNormalizer ReadReplace(JsonElement element)
    {
        string content = JsonValues.Text(element, "content");
        JsonElement pattern = element.GetProperty("pattern");
        if (pattern.TryGetProperty("String", out JsonElement text))
        {
            string wanted = text.GetString() ?? "";
            return new SimpleNormalizer(input => wanted.Length == 0 ? input : input.Replace(wanted, content, StringComparison.Ordinal));
        }

        Regex regex = PatternReader.Read(pattern);
        return new SimpleNormalizer(input => regex.Replace(input, _ => content));
    }
}
