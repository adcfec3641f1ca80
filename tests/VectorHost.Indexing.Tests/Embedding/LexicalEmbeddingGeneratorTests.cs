using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding.Lexical;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class LexicalEmbeddingGeneratorTests
{
    private const string Code = """
        /// <summary>Reads the configuration file and merges it with the defaults.</summary>
        public static Settings LoadSettings(string path) => Merge(Defaults, JsonParser.Parse(File.ReadAllText(path)));
        """;

    private LexicalEmbeddingGenerator _generator = null!;

    [SetUp]
    public void CreateGenerator() => _generator = new();

    [TearDown]
    public void DisposeGenerator() => _generator.Dispose();

    [Test]
    public async Task A_text_gives_the_same_bits_on_every_machine()
    {
        // Another hash here means that stored vectors no longer fit: change Model with it.
        float[] vector = await EmbedAsync(Code);
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(vector)));
        Assert.That((LexicalEmbeddingGenerator.Model, hash), Is.EqualTo(("hashed-ngrams-1.1", "3f99aa2a1aaf6c0ce8525418e9cfd3b35f7001045c2f82bfac49aab5506eb907")));
    }

    [Test]
    public async Task A_generator_that_has_worked_gives_the_same_bits_as_a_fresh_one()
    {
        float[] fresh = await EmbedAsync(Code);
        await EmbedAsync(string.Join(' ', Enumerable.Range(0, 5_000).Select(i => $"word{i}Name")));
        Assert.That(await EmbedAsync(Code), Is.EqualTo(fresh));
    }

    [TestCase("")]
    [TestCase("   \n\t")]
    [TestCase("{ } ( ) ; = 1")]
    [TestCase("x")]
    [TestCase("検")]
    [TestCase("größe\u0301 данные")]
    [TestCase("\ud800 lone surrogate")]
    [TestCase(Code)]
    public async Task Every_text_gives_a_vector_of_length_1(string text)
    {
        float[] vector = await EmbedAsync(text);
        Assert.That(vector, Has.Length.EqualTo(1_024));
        Assert.That(TensorPrimitives.Norm<float>(vector), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public async Task A_text_without_words_is_near_to_its_like_and_to_nothing_else()
    {
        Assert.That(await SimilarityAsync("", "{ ; }"), Is.EqualTo(1).Within(1e-6));
        Assert.That(await SimilarityAsync("", Code), Is.LessThan(0.1));
    }

    [Test]
    public async Task A_very_long_text_gives_a_vector_of_length_1()
    {
        string text = string.Join('\n', Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"int name{i} = {i};")));
        Assert.That(TensorPrimitives.Norm<float>(await EmbedAsync(text)), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public async Task The_order_of_words_does_not_matter() =>
        Assert.That(await EmbedAsync("parse the json file"), Is.EqualTo(await EmbedAsync("file json the parse")));

    [Test]
    public async Task Repeating_a_word_draws_the_vector_towards_it()
    {
        double once = await SimilarityAsync("cache", "cache entry expires");
        double often = await SimilarityAsync("cache", "cache cache cache entry expires");
        Assert.That(often, Is.GreaterThan(once));
    }

    [Test]
    public async Task Both_spellings_of_a_name_give_the_same_vector() =>
        Assert.That(await EmbedAsync("loadUserSettings"), Is.EqualTo(await EmbedAsync("load_user_settings")));

    [Test]
    public async Task A_name_is_nearer_to_itself_than_to_its_words_apart() =>
        Assert.That(
            await SimilarityAsync("loadSettings", "loadSettings other text"),
            Is.GreaterThan(await SimilarityAsync("loadSettings", "load settings other text")));

    [TestCase("authentication", "authentification")]
    [TestCase("serialize", "serialise")]
    [TestCase("receiveMessage", "recieveMessage")]
    [TestCase("dependencies", "dependancies")]
    public async Task A_misspelt_word_is_still_near(string word, string misspelt)
    {
        Assert.That(await SimilarityAsync(word, misspelt), Is.GreaterThan(0.2));
        Assert.That(await SimilarityAsync(word, "transport"), Is.LessThan(0.15));
    }

    [Test]
    public async Task A_rare_word_says_more_than_a_common_one()
    {
        double shareRare = await SimilarityAsync("return quaternion", "quaternion value");
        double shareCommon = await SimilarityAsync("return quaternion", "return value");
        Assert.That(shareRare - shareCommon, Is.GreaterThan(0.3));
    }

    [Test]
    public async Task Unrelated_texts_are_far_apart() =>
        Assert.That(Math.Abs(await SimilarityAsync("open network socket", "jpeg image pixels")), Is.LessThan(0.15));

    [Test]
    public async Task Every_text_of_a_batch_gets_its_own_vector_in_order()
    {
        GeneratedEmbeddings<Embedding<float>> batch = await _generator.GenerateAsync(["alpha", "", "beta"]);
        Assert.That(batch.Select(e => e.Vector.ToArray()), Is.EqualTo(new[] { await EmbedAsync("alpha"), await EmbedAsync(""), await EmbedAsync("beta") }));
    }

    [Test]
    public async Task Concurrent_calls_do_not_disturb_each_other()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"text number{i} {Code[(i % 50)..]}")];
        float[][] alone = await Task.WhenAll(texts.Select(EmbedAsync));
        float[][] together = new float[texts.Length][];
        await Parallel.ForAsync(0, texts.Length, async (i, _) => together[i] = await EmbedAsync(texts[i]));
        Assert.That(together, Is.EqualTo(alone));
    }

    [Test]
    public async Task The_number_of_dimensions_can_be_chosen()
    {
        using LexicalEmbeddingGenerator small = new(100);
        GeneratedEmbeddings<Embedding<float>> embeddings = await small.GenerateAsync([Code]);
        Assert.That(embeddings[0].Vector.Length, Is.EqualTo(100));
        Assert.That(TensorPrimitives.Norm(embeddings[0].Vector.Span), Is.EqualTo(1).Within(1e-6));
        Assert.That(() => new LexicalEmbeddingGenerator(8), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Asking_for_other_dimensions_than_it_makes_is_an_error_that_names_both() =>
        Assert.That(
            () => _generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 256 }),
            Throws.ArgumentException.With.Message.Contains("1024").And.Message.Contains("256"));

    [Test]
    public void A_cancelled_call_stops_before_the_next_text() => EndlessTexts.AssertCancellingEnds(_generator);

    [Test]
    public void It_tells_what_it_is()
    {
        EmbeddingGeneratorMetadata? metadata = _generator.GetService<EmbeddingGeneratorMetadata>();
        Assert.That(metadata?.DefaultModelDimensions, Is.EqualTo(1_024));
        Assert.That(metadata?.DefaultModelId, Is.EqualTo(LexicalEmbeddingGenerator.Model));
    }

    private async Task<float[]> EmbedAsync(string text) => (await _generator.GenerateAsync([text]))[0].Vector.ToArray();

    private async Task<double> SimilarityAsync(string one, string other)
    {
        float[] first = await EmbedAsync(one);
        float[] second = await EmbedAsync(other);
        return TensorPrimitives.Dot<float>(first, second);
    }
}
