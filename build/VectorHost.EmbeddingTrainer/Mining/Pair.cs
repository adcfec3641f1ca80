namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Words and the code that they are about.</summary>
internal sealed record Pair
{
    /// <summary>Where the words come from.</summary>
    public required PairKind Kind { get; init; }

    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>The language, as the host names it.</summary>
    public required string Language { get; init; }

    /// <summary>The file, relative to the repository's root.</summary>
    public required string Path { get; init; }

    /// <summary>What somebody might ask.</summary>
    public required string Query { get; init; }

    /// <summary>The answer, without the words of the question where they stood as a comment.</summary>
    public required string Code { get; init; }

    /// <summary>The answer as an index holds it: the chunk of the file in which it begins, without the words of the question;
    /// empty for a name, which a chunk cannot be without.</summary>
    public required string Chunk { get; init; }

    /// <summary>The chunk's first line, which tells the chunks of a file apart.</summary>
    public required int ChunkStart { get; init; }
}
