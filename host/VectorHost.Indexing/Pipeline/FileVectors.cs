using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Pipeline;

/// <summary>The vectors of a file's chunks, which are made together when the first of them is wanted. Thread-safe.</summary>
/// <param name="embedder">What makes them.</param>
/// <param name="chunks">The words of all chunks of the file, in their order.</param>
internal sealed class FileVectors(Embedder embedder, IReadOnlyList<CountedWords> chunks)
{
    private readonly Lazy<IReadOnlyList<ReadOnlyMemory<float>>> _vectors = new(() => embedder.EmbedFile(chunks));

    /// <summary>The vector of a chunk.</summary>
    /// <param name="chunk">Its place among the file's chunks.</param>
    public ReadOnlyMemory<float> Of(int chunk) => _vectors.Value[chunk];
}
