using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Pipeline;

/// <summary>Names all that decides which records a file gives, beside the embedder.</summary>
public static class ChunkFingerprint
{
    /// <summary>
    /// The rules of cutting and of what is embedded. When it changes, every file is cut again; when what is embedded
    /// changes, ids change with it, so that no vector of the old rule is taken for one of the new.
    /// </summary>
    public static string Current { get; } = Of(Chunker.TargetLength);

    /// <summary>The same for chunks of another size.</summary>
    /// <param name="chunkLength">The size of a chunk that is aimed at, in characters.</param>
    public static string Of(int chunkLength) => $"{Chunker.FingerprintOf(chunkLength)};embedded-text={EmbeddingText.Version}";
}
