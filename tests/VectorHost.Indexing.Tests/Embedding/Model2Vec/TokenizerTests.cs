using System.Buffers.Binary;
using System.Text;

namespace VectorHost.Indexing.Tests.Embedding.Model2Vec;

/// <summary>Tiny tokenizers, worked out by hand.</summary>
public sealed class TokenizerTests
{
    private const string Letters = """{ "type": "WordLevel", "unk_token": "?", "vocab": { "?": 0, "a": 1, "b": 2, "ab": 3, "e": 4, "é": 5, "가": 6, "1": 7, "12": 8, ".": 9, "fi": 10 } }""";
    private const string Metaspace = """{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "SCHEME", "split": true }""";
    private const int LetterCount = 11;

    [TestCase("abcdacdxx", "<unk> a cd abcd", TestName = "The_most_likely_cut_is_taken: the example of the tokenizers library")]
    [TestCase("abx", "<unk> ab")]
    [TestCase("dab", "d ab")]
    public void Unigram_takes_the_most_likely_cut_and_makes_one_token_of_unknown_neighbours(string text, string tokens)
    {
        const string Model = """{ "type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["a", 0], ["b", 0], ["c", 0], ["d", 0], ["cd", 1], ["ab", 2], ["abc", 5], ["abcd", 10]] }""";
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Model), 9);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("é", "<0xC3> <0xA9>")]
    [TestCase("aé", "a <0xC3> <0xA9>")]
    [TestCase("ü", "<unk>")]
    public void Unigram_spells_unknown_characters_byte_by_byte_where_it_can(string text, string tokens)
    {
        const string Model = """{ "type": "Unigram", "unk_id": 0, "byte_fallback": true, "vocab": [["<unk>", 0], ["a", -1], ["<0xC3>", -9], ["<0xA9>", -9]] }""";
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Model), 4);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("abc", "c ab")]
    [TestCase("abab", "abab")]
    [TestCase("aab", "a ab")]
    [TestCase("cx", "c")]
    public void Bpe_joins_the_pair_that_was_learnt_first(string text, string tokens)
    {
        const string Model = """{ "type": "BPE", "unk_token": "?", "vocab": { "?": 0, "a": 1, "b": 2, "c": 3, "ab": 4, "abab": 5, "bc": 6 }, "merges": ["a b", ["ab", "ab"], "b c"] }""";
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Model), 7);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("a b", "a Ġb")]
    [TestCase("aé", "a Ã ©")]
    public void Bytes_are_written_as_GPT_2_writes_them(string text, string tokens)
    {
        const string Model = """{ "type": "BPE", "vocab": { "a": 0, "Ġ": 1, "b": 2, "Ġb": 3, "Ã": 4, "©": 5 }, "merges": ["Ġ b"] }""";
        using ModelOnDisk model = ModelOnDisk.Counting(
            ModelOnDisk.Tokenizer(Model, """{ "type": "ByteLevel", "add_prefix_space": false, "use_regex": true }"""), 6);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("unaffable", "un ##aff ##able")]
    [TestCase("affable", "affable")]
    [TestCase("able un", "un able")]
    [TestCase("unx un", "un", Description = "A word with an unknown part is unknown as a whole.")]
    [TestCase("ununununun un", "un", Description = "A word that is too long is unknown.")]
    public void WordPiece_takes_the_longest_beginning_and_goes_on(string text, string tokens)
    {
        const string Model = """{ "type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9, "vocab": { "?": 0, "un": 1, "##aff": 2, "##able": 3, "##un": 4, "able": 5, "affable": 6, "##a": 7 } }""";
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Model, """{ "type": "BertPreTokenizer" }"""), 8);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("always", "a b", "▁a ▁b")]
    [TestCase("never", "a b", "a ▁b")]
    [TestCase("first", "a b", "▁a ▁b")]
    [TestCase("first", "!a b", "a ! ▁b", Description = "After an added token, text is no beginning.")]
    [TestCase("always", "!a b", "! ▁a ▁b")]
    public void Metaspace_marks_where_words_begin(string scheme, string text, string tokens)
    {
        const string Model = """{ "type": "WordLevel", "vocab": { "a": 0, "b": 1, "!": 2, "▁a": 3, "▁b": 4 } }""";
        const string Added = """[{ "id": 2, "content": "!", "special": true }]""";
        using ModelOnDisk model = ModelOnDisk.Counting(
            ModelOnDisk.Tokenizer(Model, Metaspace.Replace("SCHEME", scheme, StringComparison.Ordinal), added: Added), 5);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("""{ "type": "Whitespace" }""", "a ab. b", "a b ab .")]
    [TestCase("""{ "type": "Punctuation" }""", "a.b", "a b .")]
    [TestCase("""{ "type": "Digits", "individual_digits": false }""", "a12b", "a b 12")]
    [TestCase("""{ "type": "Split", "pattern": { "String": "." }, "behavior": "Removed", "invert": false }""", "a.b", "a b")]
    [TestCase("""{ "type": "Split", "pattern": { "Regex": "a+|b" }, "behavior": "Removed", "invert": true }""", "a-b", "a b")]
    [TestCase("""{ "type": "Split", "pattern": { "String": "b" }, "behavior": "MergedWithPrevious", "invert": false }""", "aba", "a ab")]
    [TestCase("""{ "type": "Split", "pattern": { "String": "a" }, "behavior": "MergedWithNext", "invert": false }""", "aab", "a ab")]
    [TestCase("""{ "type": "Sequence", "pretokenizers": [{ "type": "WhitespaceSplit" }, { "type": "Digits", "individual_digits": true }] }""", "a1 b", "a b 1")]
    public void Text_is_cut_as_the_file_says(string preTokenizer, string text, string tokens)
    {
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Letters, preTokenizer), LetterCount);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [TestCase("""{ "type": "Lowercase" }""", "AB", "ab")]
    [TestCase("""{ "type": "NFC" }""", "e\u0301", "é")]
    [TestCase("""{ "type": "NFC" }""", "\u1100\u1161", "가")]
    [TestCase("""{ "type": "NFKC" }""", "ﬁ", "fi")]
    [TestCase("""{ "type": "NFKD" }""", "１２", "12")]
    [TestCase("""{ "type": "Sequence", "normalizers": [{ "type": "NFD" }, { "type": "StripAccents" }] }""", "é", "e")]
    [TestCase("""{ "type": "BertNormalizer" }""", "É", "e")]
    [TestCase("""{ "type": "BertNormalizer", "strip_accents": false }""", "É", "é")]
    [TestCase("""{ "type": "BertNormalizer", "lowercase": false }""", "é", "é")]
    [TestCase("""{ "type": "Strip" }""", " ab\n", "ab")]
    [TestCase("""{ "type": "Prepend", "prepend": "a" }""", "b", "ab")]
    [TestCase("""{ "type": "Replace", "pattern": { "String": "x" }, "content": "a" }""", "xb", "ab")]
    [TestCase("""{ "type": "Replace", "pattern": { "Regex": "x+" }, "content": "a" }""", "xxxb", "ab")]
    public void Text_is_rewritten_as_the_file_says(string normalizer, string text, string tokens)
    {
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Letters, normalizer: normalizer), LetterCount);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    [Test]
    public void A_compiled_table_of_replacements_is_followed()
    {
        string table = Convert.ToBase64String(Table((byte)'x', "ab"));
        using ModelOnDisk model = ModelOnDisk.Counting(
            ModelOnDisk.Tokenizer(Letters, """{ "type": "WhitespaceSplit" }""", $$"""{ "type": "Precompiled", "precompiled_charsmap": "{{table}}" }"""), LetterCount);

        Assert.That(model.TokensOf("x a"), Is.EqualTo("a ab"));
    }

    [TestCase("a<s>b", "a b <s>")]
    [TestCase("<s><s>a", "a <s> <s>")]
    [TestCase("a <s", "a")]
    [TestCase("a xyz b", "a b xyz")]
    [TestCase("a xyzw b", "a b", Description = "Not a word of its own.")]
    [TestCase("a  <m>", "a <m>")]
    public void Added_tokens_are_recognised_in_the_text_itself(string text, string tokens)
    {
        const string Model = """{ "type": "WordLevel", "unk_token": "?", "vocab": { "?": 0, "a": 1, "b": 2 } }""";
        const string Added = """[{ "id": 3, "content": "<s>" }, { "id": 4, "content": "xyz", "single_word": true }, { "id": 5, "content": "<m>", "lstrip": true }]""";
        using ModelOnDisk model = ModelOnDisk.Counting(ModelOnDisk.Tokenizer(Model, """{ "type": "WhitespaceSplit" }""", added: Added), 6);

        Assert.That(model.TokensOf(text), Is.EqualTo(tokens));
    }

    /// <summary>A double-array trie of one byte, and the text that replaces it: offsets are distances by exclusive or.</summary>
    private static byte[] Table(byte key, string replacement)
    {
        const uint HasLeaf = 1 << 8;
        uint[] units = new uint[512];

        // From the root, offset 256 leads to 256 ^ key; from there, offset 512 ^ ... back into the table, to the leaf.
        units[0] = 256u << 10;
        uint child = 256u ^ key;
        uint leaf = 1;
        units[child] = ((child ^ leaf) << 10) | HasLeaf | key;
        units[leaf] = 0x8000_0000u;
        byte[] bytes = new byte[sizeof(uint) * (units.Length + 1)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(units.Length * sizeof(uint)));
        for (int i = 0; i < units.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((i + 1) * sizeof(uint)), units[i]);
        }

        return [.. bytes, .. Encoding.UTF8.GetBytes(replacement), 0];
    }
}
