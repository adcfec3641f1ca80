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
    public static string Current { get; } = $"{Chunker.Fingerprint};embedded-text={EmbeddingText.Version}";
}
