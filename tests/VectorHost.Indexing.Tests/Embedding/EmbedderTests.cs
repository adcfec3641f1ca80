using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class EmbedderTests
{
    [Test]
    public async Task No_texts_give_no_vectors_and_ask_for_none()
    {
        FixedGenerator generator = new([3, 4]);
        using Embedder embedder = Create(generator);
        Assert.That(await embedder.EmbedDocumentsAsync([]), Is.Empty);
        Assert.That(generator.Calls, Is.Zero);
    }

    [Test]
    public async Task The_generators_own_array_is_left_as_it_was()
    {
        float[] vector = [3, 4];
        using Embedder embedder = Create(new FixedGenerator(vector));
        Assert.That((await embedder.EmbedQueryAsync("q")).ToArray(), Is.EqualTo(new[] { 0.6f, 0.8f }).Within(1e-7f));
        Assert.That(vector, Is.EqualTo(new[] { 3f, 4f }));
    }

    [Test]
    public async Task A_vector_of_length_1_keeps_its_bits()
    {
        float[] vector = [0.6f, 0.8f];
        using Embedder embedder = Create(new FixedGenerator(vector));
        Assert.That((await embedder.EmbedQueryAsync("q")).ToArray(), Is.EqualTo(vector));
    }

    [Test]
    public async Task Very_long_and_very_short_vectors_are_scaled_too()
    {
        using Embedder large = Create(new FixedGenerator([3e38f, 3e38f]));
        using Embedder small = Create(new FixedGenerator([1e-30f, 0]));
        Assert.That((await large.EmbedQueryAsync("q")).ToArray(), Is.EqualTo(new[] { 0.70710678f, 0.70710678f }).Within(1e-7f));
        Assert.That((await small.EmbedQueryAsync("q")).ToArray(), Is.EqualTo(new[] { 1f, 0f }));
    }

    [TestCase(0, 0)]
    [TestCase(float.NaN, 1)]
    [TestCase(1, float.PositiveInfinity)]
    public void A_vector_without_direction_is_an_error(float first, float second)
    {
        using Embedder embedder = Create(new FixedGenerator([first, second]));
        EmbeddingException failure = Assert.ThrowsAsync<EmbeddingException>(() => embedder.EmbedQueryAsync("q"))!;
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.Protocol));
        Assert.That(failure.Message, Does.Contain("test/fixed"));
    }

    [Test]
    public void Fewer_vectors_than_texts_are_an_error_that_names_both_counts()
    {
        using Embedder embedder = Create(new FixedGenerator([3, 4]) { Count = 1 });
        EmbeddingException failure = Assert.ThrowsAsync<EmbeddingException>(() => embedder.EmbedDocumentsAsync(["a", "b"]))!;
        Assert.That(failure.Message, Does.Contain("1 vectors for 2 texts"));
    }

    [Test]
    public void More_texts_than_a_batch_takes_are_the_callers_mistake()
    {
        using Embedder embedder = Create(new FixedGenerator([3, 4]));
        Assert.That(() => embedder.EmbedDocumentsAsync(["a", "b", "c"]), Throws.ArgumentException.With.Message.Contains("At most 2"));
    }

    [Test]
    public void It_disposes_of_its_generator()
    {
        FixedGenerator generator = new([3, 4]);
        Create(generator).Dispose();
        Assert.That(generator.IsDisposed, Is.True);
    }

    private static Embedder Create(FixedGenerator generator) => new(generator, new()
    {
        Provider = "test",
        Model = "fixed",
        MaxBatchTexts = 2,
        MaxParallelBatches = 1,
    });

    /// <summary>Gives the same vector for every text.</summary>
    private sealed class FixedGenerator(float[] vector) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int? Count { get; init; }

        public int Calls { get; private set; }

        public bool IsDisposed { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            Calls++;
            GeneratedEmbeddings<Embedding<float>> embeddings =
                [.. values.Take(Count ?? int.MaxValue).Select(_ => new Embedding<float>(vector))];
            return Task.FromResult(embeddings);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => IsDisposed = true;
    }
}
