using VectorHost.EmbeddingTrainer.Mining;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>A pair as training sees it.</summary>
internal sealed record EncodedPair
{
    /// <summary>Where the question comes from.</summary>
    public required PairKind Kind { get; init; }

    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>The question's words.</summary>
    public required WordList Query { get; init; }

    /// <summary>The words of the code and of its path.</summary>
    public required WordList Code { get; init; }

    /// <summary>The words of the code's chunk and of its path.</summary>
    public required WordList Chunk { get; init; }

    /// <summary>Tells the chunks of a corpus apart: the same for two pairs whose code lies in the same chunk.</summary>
    public required ulong ChunkId { get; init; }
}
