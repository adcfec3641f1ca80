using Microsoft.Extensions.AI;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Embedding;

/// <summary>
/// Turns texts into vectors fit for a store: of length 1, of one number of dimensions, finite, one for each text.
/// Whatever a generator gives instead is an <see cref="EmbeddingException"/>.
/// </summary>
/// <remarks>Any number of calls may run concurrently. Owns the generator.</remarks>
/// <param name="generator">What makes the vectors.</param>
/// <param name="profile">What to know of it.</param>
public sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator, EmbedderProfile profile) : IDisposable
{
    /// <summary>How <see cref="EmbedderFingerprint.Normalization"/> names what is done here.</summary>
    private const string Normalization = "l2";

    /// <summary>The number of dimensions once known, else 0. The first vector decides where nothing was configured.</summary>
    private int _dimensions = profile.Dimensions ?? 0;

    /// <summary>What is known of the generator before it was asked for anything.</summary>
    public EmbedderProfile Profile => profile;

    /// <summary>What makes the vectors, as an index records it.</summary>
    /// <exception cref="InvalidOperationException">
    /// The number of dimensions is not known before <see cref="ConnectAsync"/>.
    /// </exception>
    public EmbedderFingerprint Fingerprint => new()
    {
        Provider = profile.Provider,
        Model = profile.Model,
        Dimensions = Volatile.Read(ref _dimensions) is var dimensions and > 0
            ? dimensions
            : throw new InvalidOperationException($"{nameof(ConnectAsync)} must come first: it learns the number of dimensions."),
        Normalization = Normalization,
    };

    /// <summary>The most texts in one call of <see cref="EmbedDocumentsAsync"/>.</summary>
    public int MaxBatchTexts => profile.MaxBatchTexts;

    /// <summary>How many calls of <see cref="EmbedDocumentsAsync"/> to have under way at once.</summary>
    public int MaxParallelBatches => profile.MaxParallelBatches;

    /// <summary>
    /// The generator, where all that it needs of a text are its words; else <see langword="null"/>. It is so quick that the
    /// chunks of a file can all be embedded whenever one of them changes.
    /// </summary>
    internal StaticEmbeddingGenerator? WordGenerator => profile.DocumentPrefix.Length == 0
        ? generator.GetService(typeof(StaticEmbeddingGenerator)) as StaticEmbeddingGenerator
        : null;

    /// <summary>
    /// Checks that vectors can be made, and learns their dimensions: one tiny request to a remote provider, nothing for a
    /// local one. Twice is fine.
    /// </summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="EmbeddingException">Address, key, model or dimensions are wrong, or the provider is down.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (profile.IsRemote)
        {
            await EmbedAsync(["hello"], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Embeds texts that will be searched; <see cref="EmbeddingText.ForChunk"/> gives a chunk's.</summary>
    /// <param name="texts">At most <see cref="MaxBatchTexts"/> texts.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>One vector for each text, in the same order.</returns>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxBatchTexts"/> texts.</exception>
    /// <exception cref="EmbeddingException">The vectors could not be made.</exception>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedDocumentsAsync(
        IReadOnlyList<string> texts,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count > MaxBatchTexts)
        {
            throw new ArgumentException($"At most {MaxBatchTexts} texts go into one batch, not {texts.Count}.", nameof(texts));
        }

        return texts.Count == 0
            ? Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([])
            : EmbedAsync(profile.DocumentPrefix.Length == 0 ? texts : [.. texts.Select(text => profile.DocumentPrefix + text)], cancellationToken);
    }

    /// <summary>
    /// Embeds the chunks of a file, whose words were counted. Beside what <see cref="EmbedDocumentsAsync"/> would give for each,
    /// its vector has a share of all others: see <see cref="FileContext"/>.
    /// </summary>
    /// <param name="chunks">The words of all chunks of the file, in their order.</param>
    /// <returns>One vector for each chunk, in the same order.</returns>
    /// <exception cref="InvalidOperationException">There is no <see cref="WordGenerator"/>.</exception>
    internal IReadOnlyList<ReadOnlyMemory<float>> EmbedFile(IReadOnlyList<CountedWords> chunks)
    {
        StaticEmbeddingGenerator words = WordGenerator ?? throw new InvalidOperationException($"{profile.Provider} needs whole texts.");
        float[][] vectors = [.. chunks.Select(chunk => ToUnitVector(words.Embed(chunk)))];
        FileContext.Add(vectors);
        return Array.ConvertAll(vectors, static vector => new ReadOnlyMemory<float>(vector));
    }

    /// <summary>Embeds a question.</summary>
    /// <param name="query">The question, as the user wrote it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The vector.</returns>
    /// <exception cref="EmbeddingException">The vector could not be made.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedQueryAsync(string query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return (await EmbedAsync([profile.QueryPrefix + query], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Disposes of the generator.</summary>
    public void Dispose() => generator.Dispose();

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> answer =
            await generator.GenerateAsync(texts, options: null, cancellationToken).ConfigureAwait(false);
        if (answer.Count != texts.Count)
        {
            throw Failure(EmbeddingFailureKind.Protocol, $"gave {answer.Count} vectors for {texts.Count} texts");
        }

        ReadOnlyMemory<float>[] vectors = new ReadOnlyMemory<float>[answer.Count];
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = ToUnitVector(answer[i].Vector.ToArray());
        }

        return vectors;
    }

    private float[] ToUnitVector(float[] vector)
    {
        CheckDimensions(vector.Length);
        return UnitVector.TryNormalize(vector)
            ? vector
            : throw Failure(EmbeddingFailureKind.Protocol, "gave a vector of zeros, or with numbers that are not finite");
    }

    private void CheckDimensions(int actual)
    {
        int expected = Interlocked.CompareExchange(ref _dimensions, actual, comparand: 0);
        if (actual == 0)
        {
            throw Failure(EmbeddingFailureKind.Protocol, "gave an empty vector");
        }

        if (expected == 0 || expected == actual)
        {
            return;
        }

        throw profile.Dimensions is null
            ? Failure(EmbeddingFailureKind.DimensionMismatch, $"gave a vector of {actual} dimensions after others of {expected}")
            : Failure(
                EmbeddingFailureKind.DimensionMismatch,
                $"gives vectors of {actual} dimensions, but embedding.{profile.Provider}.dimensions asks for {expected}: "
                + $"set it to {actual} or leave it out, or choose another model");
    }

    private EmbeddingException Failure(EmbeddingFailureKind kind, string what) =>
        new(kind, $"The embedding model {profile.Provider}/{profile.Model} {what}.");
}
