using VectorHost.Abstractions;

namespace VectorHost.Indexing.Pipeline;

/// <summary>A repository was indexed with another embedder than the configured one: its vectors cannot be compared.</summary>
/// <param name="repository">The repository's name.</param>
/// <param name="stored">What made the vectors that are there.</param>
/// <param name="configured">What the configuration asks for.</param>
public sealed class IndexMismatchException(string repository, EmbedderFingerprint stored, EmbedderFingerprint configured)
    : Exception($"The index of '{repository}' was made with {stored}, but the configuration asks for {configured}. "
        + "Run 'vectorhost index --full' to make it anew, or set embedding.provider and its model back.")
{
    /// <summary>What made the vectors that are there.</summary>
    public EmbedderFingerprint Stored { get; } = stored;

    /// <summary>What the configuration asks for.</summary>
    public EmbedderFingerprint Configured { get; } = configured;
}
