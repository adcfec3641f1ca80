using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Reads a <c>tokenizer.json</c>, the format of the tokenizers library, as far as static models use it.</summary>
internal static class TokenizerFile
{
    /// <summary>Reads a tokenizer. Its truncation, padding and special tokens do not count for static models.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or uses what is not supported.</exception>
    public static Tokenizer Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFormatException($"it is not a tokenizer as the tokenizers library saves it ({exception.Message.TrimEnd('.')})");
        }
    }

    private static Tokenizer Read(JsonElement root)
    {
        List<AddedToken> added = JsonValues.Member(root, "added_tokens") is { } tokens ? [.. tokens.EnumerateArray().Select(ReadAdded)] : [];
        return new Tokenizer(added, JsonValues.Member(root, "normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : null)
        {
            PreTokenizer = JsonValues.Member(root, "pre_tokenizer") is { } preTokenizer ? PreTokenizerReader.Read(preTokenizer) : null,
            Model = SubwordModelReader.Read(root.GetProperty("model")),
        };
    }

    private static AddedToken ReadAdded(JsonElement token) => new()
    {
        Number = token.GetProperty("id").GetInt32(),
        Text = token.GetProperty("content").GetString() ?? "",
        IsWord = JsonValues.Flag(token, "single_word", otherwise: false),
        StripsLeft = JsonValues.Flag(token, "lstrip", otherwise: false),
        StripsRight = JsonValues.Flag(token, "rstrip", otherwise: false),
        IsNormalized = JsonValues.Flag(token, "normalized", otherwise: false),
    };
}
