using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class StaticEmbeddingGeneratorTests
{
    private const string Code = """
        /// <summary>Reads the configuration file and merges it with the defaults.</summary>
        public static Settings LoadSettings(string path) => Merge(Defaults, JsonParser.Parse(File.ReadAllText(path)));
        """;

    /// <summary>Knows block, cat, dog, list and the compound keyvalue, each along a dimension of its own.</summary>
    private static readonly StaticModel Small = StaticModel.Read(new ModelBytes().ToArray());

    [Test]
    public async Task A_text_gives_the_same_bits_on_every_machine()
    {
        // Fails whenever the model is trained anew, and then wants both values of the new one.
        using StaticEmbeddingGenerator generator = new();
        float[] vector = (await generator.GenerateAsync([Code]))[0].Vector.ToArray();
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(vector)));
        Assert.That((generator.Model, hash), Is.EqualTo(("code-256-953e6646", "cd6fc1b155aa66c3a567177f673bb20b91adaab7c9322d8866f753ba0a273d16")));
    }

    [Test]
    public async Task A_vector_is_the_scaled_sum_of_its_words_vectors() =>
        Assert.That(await EmbedAsync("Dogs, cats"), Is.EqualTo(Unit(0, 50, 100, 0, 0)).Within(1e-6));

    [Test]
    public async Task A_word_that_comes_again_counts_less_each_time() =>
        Assert.That(await EmbedAsync("dog list dog dog"), Is.EqualTo(Unit(0, 0, 1 + Math.Log(3), 0, 1)).Within(1e-4));

    [Test]
    public async Task An_unknown_word_counts_as_the_known_words_that_it_is_made_of() =>
        Assert.That(await EmbedAsync("xblocklisty"), Is.EqualTo(Unit(1, 0, 0, 0, 1)).Within(1e-6));

    [Test]
    public async Task A_compound_name_counts_as_its_parts_and_as_itself_where_it_is_known()
    {
        Assert.That(await EmbedAsync("BlockList"), Is.EqualTo(Unit(1, 0, 0, 0, 1)).Within(1e-6));
        Assert.That(await EmbedAsync("KeyValu dog"), Is.EqualTo(Unit(0, 0, 1, 1, 0)).Within(1e-6));
    }

    [TestCase("")]
    [TestCase(" \t\n")]
    [TestCase("{ } ( ) ; = 1")]
    [TestCase("elephant")]
    [TestCase("検索 \ud800")]
    public async Task A_text_without_known_words_gives_the_first_unit_vector(string text) =>
        Assert.That(await EmbedAsync(text), Is.EqualTo(Unit(1, 0, 0, 0, 0)));

    [Test]
    public async Task Words_that_cancel_out_give_the_first_unit_vector()
    {
        StaticModel opposites = StaticModel.Read(new ModelBytes { Words = ["cat", "dog"], Scales = [1, 1], Value = (word, _) => (sbyte)(word == 0 ? 9 : -9) }.ToArray());
        using StaticEmbeddingGenerator generator = new(opposites);
        Assert.That((await generator.GenerateAsync(["cat dog"]))[0].Vector.ToArray(), Is.EqualTo(Unit(1, 0, 0, 0, 0)));
    }

    [Test]
    public async Task Vectors_of_any_length_are_summed_in_full([Values(1, 15, 16, 31, 64, 67, 256, 300)] int dimensions)
    {
        sbyte Value(int word, int dimension) => (sbyte)(((word * 31) + (dimension * 7)) % 251 - 125);
        using StaticEmbeddingGenerator generator = new(StaticModel.Read(new ModelBytes { Dimensions = dimensions, Value = Value }.ToArray()));
        double[] sum = [.. Enumerable.Range(0, dimensions).Select(i => (0.5 * Value(1, i)) + Value(2, i))];
        Assert.That((await generator.GenerateAsync(["cat dog"]))[0].Vector.ToArray(), Is.EqualTo(Unit(sum)).Within(1e-6));
    }

    [Test]
    public async Task Where_a_word_stands_and_how_long_it_is_changes_nothing()
    {
        using StaticEmbeddingGenerator generator = new(Small);
        string[] words = [.. new[] { 3, 30, 31, 32, 33, 62, 63 }.Select(length => "cat".PadRight(length, '_') + "\u00e9 \u00b7 dog")];
        string tooLong = "list".PadRight(65, '_');
        float[][] vectors = [.. (await generator.GenerateAsync(
            [.. Enumerable.Range(0, 70).Select(spaces => new string(' ', spaces) + string.Join(' ', words) + ' ' + tooLong)]))
            .Select(embedding => embedding.Vector.ToArray())];
        Assert.That(vectors, Has.All.EqualTo(Unit(0, 50, 100, 0, 0)).Within(1e-6));
    }

    [Test]
    public async Task Any_number_of_words_before_a_text_change_nothing()
    {
        using StaticEmbeddingGenerator used = new();
        using StaticEmbeddingGenerator fresh = new();
        string many = string.Join(' ', Enumerable.Range(0, 140_000).Select(i => $"name{i}"));
        float[] vector = (await used.GenerateAsync(["Words in another order", many, Code]))[2].Vector.ToArray();
        Assert.That(vector, Is.EqualTo((await fresh.GenerateAsync([Code]))[0].Vector.ToArray()));
    }

    [Test]
    public async Task Texts_that_are_embedded_at_once_do_not_mix()
    {
        using StaticEmbeddingGenerator generator = new();
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => Code[i..])];
        float[][] together = new float[texts.Length][];
        await Parallel.ForAsync(0, texts.Length, async (i, token) => together[i] = (await generator.GenerateAsync([texts[i]], cancellationToken: token))[0].Vector.ToArray());
        GeneratedEmbeddings<Embedding<float>> inTurn = await generator.GenerateAsync(texts);
        Assert.That(together, Is.EqualTo(inTurn.Select(embedding => embedding.Vector.ToArray())));
    }

    [Test]
    public async Task Texts_that_mean_the_same_are_nearer_than_texts_that_do_not()
    {
        using StaticEmbeddingGenerator generator = new();
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(
            ["remove a directory with everything in it", "rmdir(path, recursive: true)", "multiply(matrix, vector)"]);
        float near = TensorPrimitives.Dot(embeddings[0].Vector.Span, embeddings[1].Vector.Span);
        float far = TensorPrimitives.Dot(embeddings[0].Vector.Span, embeddings[2].Vector.Span);
        Assert.That(near, Is.GreaterThan(far + 0.1f));
    }

    [Test]
    public void Asking_for_other_dimensions_than_it_makes_is_an_error_that_names_both()
    {
        using StaticEmbeddingGenerator generator = new(Small);
        Assert.That(
            () => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 256 }),
            Throws.ArgumentException.With.Message.Contains("5 dimensions").And.Message.Contains("256"));
    }

    [Test]
    public void A_cancelled_call_stops_before_the_next_text()
    {
        using StaticEmbeddingGenerator generator = new(Small);
        EndlessTexts.AssertCancellingEnds(generator);
    }

    [Test]
    public void It_tells_what_it_is()
    {
        using StaticEmbeddingGenerator generator = new(Small);
        EmbeddingGeneratorMetadata? metadata = generator.GetService<EmbeddingGeneratorMetadata>();
        Assert.That(metadata?.ProviderName, Is.EqualTo("static"));
        Assert.That(metadata?.DefaultModelDimensions, Is.EqualTo(5));
        Assert.That(metadata?.DefaultModelId, Is.EqualTo(Small.Name));
    }

    private static async Task<float[]> EmbedAsync(string text)
    {
        using StaticEmbeddingGenerator generator = new(Small);
        return (await generator.GenerateAsync([text]))[0].Vector.ToArray();
    }

    private static double[] Unit(params double[] values)
    {
        double length = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / length)];
    }
}
