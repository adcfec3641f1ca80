using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Model2Vec;

namespace VectorHost.Indexing.Tests.Embedding.Model2Vec;

public sealed class StaticModelTests
{
    [Test]
    public void A_vector_is_the_mean_of_its_tokens_vectors_without_those_of_unknown_words()
    {
        using ModelOnDisk model = ModelOnDisk.Words();

        Assert.That(model.Embed("a b", "c zebra", "a a a b"), Is.EqualTo(new float[][] { [0.5f, 1], [3, 4], [0.75f, 0.5f] }));
    }

    [Test]
    public void A_vector_has_length_one_where_the_settings_say_so()
    {
        using ModelOnDisk model = ModelOnDisk.Words().Write("config.json", """{ "normalize": true }""");

        Assert.That(model.Embed("c")[0], Is.EqualTo(new float[] { 0.6f, 0.8f }).Within(1e-7f));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("zebra giraffe")]
    public void A_text_without_a_known_token_has_a_direction_all_the_same(string text)
    {
        using ModelOnDisk model = ModelOnDisk.Words();

        Assert.That(model.Embed(text)[0], Is.EqualTo(new float[] { 0.70710677f, 0.70710677f }));
    }

    private static readonly object[][] Kinds =
    [
        ["F32", ModelOnDisk.Bytes<float>([9, 9, 1, 0, 0, 2, 3, 4])],
        ["F16", ModelOnDisk.Bytes([.. new float[] { 9, 9, 1, 0, 0, 2, 3, 4 }.Select(value => (Half)value)])],
        ["BF16", ModelOnDisk.Bytes([.. new float[] { 9, 9, 1, 0, 0, 2, 3, 4 }.Select(value => (ushort)(BitConverter.SingleToInt32Bits(value) >> 16))])],
        ["F64", ModelOnDisk.Bytes<double>([9, 9, 1, 0, 0, 2, 3, 4])],
        ["I8", ModelOnDisk.Bytes<sbyte>([9, 9, 1, 0, 0, 2, 3, 4])],
    ];

    [TestCaseSource(nameof(Kinds))]
    public void Every_kind_of_number_is_read(string type, byte[] bytes)
    {
        using ModelOnDisk model = ModelOnDisk.Words().WriteTensors(("embeddings", type, [4, 2], bytes));

        Assert.That(model.Embed("a c")[0], Is.EqualTo(new float[] { 2, 2 }));
    }

    [Test]
    public void Negative_numbers_keep_their_sign_in_every_kind()
    {
        foreach ((string type, byte[] bytes) in new[]
        {
            ("I8", ModelOnDisk.Bytes<sbyte>([0, 0, -128, 127, 0, 0, 0, 0])),
            ("BF16", ModelOnDisk.Bytes<ushort>([0, 0, 0xC300, 0x42FE, 0, 0, 0, 0])),
        })
        {
            using ModelOnDisk model = ModelOnDisk.Words().WriteTensors(("embeddings", type, [4, 2], bytes));

            Assert.That(model.Embed("a")[0], Is.EqualTo(new float[] { -128, 127 }), type);
        }
    }

    [TestCase("F64")]
    [TestCase("F32")]
    public void Weights_and_a_mapping_to_fewer_vectors_count_by_token(string type)
    {
        double[] weights = [1, 10, 100, 1000];
        using ModelOnDisk model = ModelOnDisk.Words().WriteTensors(
            ("weights", type, [4], type == "F64" ? ModelOnDisk.Bytes(weights) : ModelOnDisk.Bytes([.. weights.Select(weight => (float)weight)])),
            ("embeddings", "F32", [2, 2], ModelOnDisk.Bytes<float>([1, 0, 0, 1])),
            ("mapping", "I32", [4], ModelOnDisk.Bytes([0, 0, 1, 0])));

        Assert.That(model.Embed("a b", "c"), Is.EqualTo(new float[][] { [5, 50], [1000, 0] }));
    }

    [TestCase("config.json", "", "embeddings")]
    [TestCase("config.json", "", "0")]
    [TestCase("config_sentence_transformers.json", "", "embedding.weight")]
    [TestCase("config_sentence_transformers.json", "0_StaticEmbedding/", "embedding.weight")]
    public void Every_layout_of_a_models_folder_is_found(string settings, string folder, string name)
    {
        using ModelOnDisk source = ModelOnDisk.Words().WriteTensors((name, "F32", [4, 2], ModelOnDisk.Bytes<float>([9, 9, 1, 0, 0, 2, 3, 4])));
        using ModelOnDisk model = new();
        model.Write(settings, """{ "normalize": false }""");
        foreach (string file in new[] { "tokenizer.json", "model.safetensors" })
        {
            model.Write($"{folder}{file}", "");
            File.Copy(Path.Combine(source.Path, file), Path.Combine(model.Path, folder + file), overwrite: true);
        }

        Assert.That(model.Embed("c")[0], Is.EqualTo(new float[] { 3, 4 }));
    }

    [Test]
    public async Task An_embedder_names_the_folder_and_what_is_in_it()
    {
        using ModelOnDisk model = ModelOnDisk.Words();
        using ModelOnDisk same = ModelOnDisk.Words();
        using ModelOnDisk other = ModelOnDisk.Words().WriteTensors(("embeddings", "F32", [4, 2], ModelOnDisk.Bytes<float>([9, 9, 1, 0, 0, 2, 3, 5])));
        using ModelOnDisk otherWords = ModelOnDisk.Words();
        otherWords.Write("tokenizer.json", (await File.ReadAllTextAsync(Path.Combine(model.Path, "tokenizer.json"))).Replace("\"c\"", "\"d\"", StringComparison.Ordinal));
        using Embedder embedder = Create(model);
        using Embedder sameEmbedder = Create(same);
        using Embedder otherEmbedder = Create(other);
        using Embedder otherWordsEmbedder = Create(otherWords);

        Assert.That(embedder.Fingerprint.ToString(), Does.Match("^model2vec/tiny@[0-9a-f]{8} .2 dimensions.$"));
        Assert.That(sameEmbedder.Fingerprint, Is.EqualTo(embedder.Fingerprint));
        Assert.That(otherEmbedder.Fingerprint, Is.Not.EqualTo(embedder.Fingerprint));
        Assert.That(otherWordsEmbedder.Fingerprint, Is.Not.EqualTo(embedder.Fingerprint));
        Assert.That((await embedder.EmbedQueryAsync("c")).ToArray(), Is.EqualTo(new float[] { 0.6f, 0.8f }).Within(1e-7f));
    }

    [Test]
    public async Task Concurrent_calls_give_what_single_calls_give()
    {
        using ModelOnDisk model = ModelOnDisk.Published("float32");
        using Model2VecEmbeddingGenerator generator = new(new Model2VecEmbeddingOptions { Path = model.Path });
        string[] texts = [.. Enumerable.Range(0, 200).Select(number => $"text {number} of the café, in step{number}")];
        float[][] expected = model.Embed(texts);

        float[][] concurrent = await Task.WhenAll(texts.Select(text => Task.Run(async () =>
            (await generator.GenerateAsync([text]))[0].Vector.ToArray())));

        Assert.That(concurrent, Is.EqualTo(expected));
    }

    [Test]
    public void A_path_that_is_not_set_or_leads_nowhere_is_refused_with_what_to_do()
    {
        Assert.That(Refusal(null), Does.Contain("embedding.model2vec.path is not set").And.Contain("vectorhost models pull"));
        Assert.That(Refusal("/nowhere/at/all"), Does.Contain("'/nowhere/at/all'").And.Contain("embedding.model2vec.path"));
    }

    [TestCase("config.json")]
    [TestCase("tokenizer.json")]
    [TestCase("model.safetensors")]
    public void A_missing_file_is_refused_with_those_that_a_model_has(string file)
    {
        using ModelOnDisk model = ModelOnDisk.Words();
        File.Delete(Path.Combine(model.Path, file));

        Assert.That(Refusal(model.Path), Does.Contain(file).And.Contain(model.Path));
    }

    private static readonly object[][] BadWeights =
    [
        [Array.Empty<byte>(), "empty"],
        [new byte[] { 1, 2, 3 }, "too short"],
        [new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 1 }, "cut off"],
        [new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "cut off"],
        [ModelOnDisk.Safetensors("{ not json", []), "header"],
        [ModelOnDisk.Safetensors("[]", []), "header"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32" } }""", []), "header"],
        [ModelOnDisk.Safetensors("{}", []), "no array 'embeddings'"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "Q4", "shape": [4, 2], "data_offsets": [0, 4] } }""", new byte[4]), "no array 'embeddings'"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [4, 2], "data_offsets": [0, 32] } }""", new byte[31]), "cut off"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [4, 3], "data_offsets": [0, 32] } }""", new byte[32]), "another size"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 0] } }""", []), "another size"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [-4, -2], "data_offsets": [0, 32] } }""", new byte[32]), "another size"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [8], "data_offsets": [0, 32] } }""", new byte[32]), "shape"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "I32", "shape": [4, 2], "data_offsets": [0, 32] } }""", new byte[32]), "shape"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24] } }""", new byte[24]), "vectors for 3 tokens, but tokenizer.json has tokens with numbers up to 3"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16] }, "mapping": { "dtype": "I32", "shape": [4], "data_offsets": [16, 32] } }""", [.. new byte[16], .. ModelOnDisk.Bytes([0, 1, 2, 0])]), "mapping"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16] }, "mapping": { "dtype": "I32", "shape": [4], "data_offsets": [16, 32] } }""", [.. new byte[16], .. ModelOnDisk.Bytes([0, 1, -1, 0])]), "mapping"],
        [ModelOnDisk.Safetensors("""{ "embeddings": { "dtype": "F32", "shape": [4, 2], "data_offsets": [0, 32] }, "weights": { "dtype": "F32", "shape": [3], "data_offsets": [32, 44] } }""", new byte[44]), "weights"],
    ];

    [TestCaseSource(nameof(BadWeights))]
    public void Damaged_weights_are_refused_with_the_file_and_what_is_wrong(byte[] bytes, string reason)
    {
        using ModelOnDisk model = ModelOnDisk.Words().Write("model.safetensors", bytes);

        Assert.That(Refusal(model.Path), Does.Contain("model.safetensors").And.Contain(reason).And.Contain("embedding.model2vec.path"));
    }

    [TestCase("config.json", "nothing", "not a JSON object")]
    [TestCase("config.json", "[]", "not a JSON object")]
    [TestCase("tokenizer.json", "nothing", "not a tokenizer")]
    [TestCase("tokenizer.json", "{}", "not a tokenizer")]
    [TestCase("tokenizer.json", """{ "model": { "type": "WordPiece", "vocab": { "a": 0 }, "unk_token": "?" } }""", "'unk_token' ?")]
    [TestCase("tokenizer.json", """{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }""", "'unk_token'")]
    [TestCase("tokenizer.json", """{ "model": { "type": "WordLevel", "vocab": [] } }""", "not a tokenizer")]
    [TestCase("tokenizer.json", """{ "model": { "type": "Magic", "vocab": {} } }""", "'Magic', which is not supported")]
    [TestCase("tokenizer.json", """{ "normalizer": { "type": "Magic" }, "model": { "type": "WordLevel", "vocab": {} } }""", "'Magic', which is not supported")]
    [TestCase("tokenizer.json", """{ "pre_tokenizer": { "type": "Magic" }, "model": { "type": "WordLevel", "vocab": {} } }""", "'Magic', which is not supported")]
    [TestCase("tokenizer.json", """{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "(" } }, "model": { "type": "WordLevel", "vocab": {} } }""", "regular expression '('")]
    [TestCase("tokenizer.json", """{ "normalizer": { "type": "Precompiled", "precompiled_charsmap": "/////w==" }, "model": { "type": "WordLevel", "vocab": {} } }""", "precompiled_charsmap")]
    [TestCase("tokenizer.json", """{ "model": { "type": "Unigram", "unk_id": 3, "vocab": [["a", 0]] } }""", "'unk_id'")]
    [TestCase("tokenizer.json", """{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["a b"] } }""", "'a' and 'b'")]
    public void Wrong_settings_are_refused_with_the_file_and_what_is_wrong(string file, string text, string reason)
    {
        using ModelOnDisk model = ModelOnDisk.Words().Write(file, text);

        Assert.That(Refusal(model.Path), Does.Contain(file).And.Contain(reason));
    }

    private static Embedder Create(ModelOnDisk model) => EmbedderFactory.Create(
        new EmbeddingOptions { Provider = "model2vec", Model2Vec = new Model2VecEmbeddingOptions { Path = model.Path } },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    private static string Refusal(string? path)
    {
        EmbeddingException failure = Assert.Throws<EmbeddingException>(
            () => new Model2VecEmbeddingGenerator(new Model2VecEmbeddingOptions { Path = path }).Dispose())!;
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.InvalidConfiguration));
        return failure.Message;
    }
}
