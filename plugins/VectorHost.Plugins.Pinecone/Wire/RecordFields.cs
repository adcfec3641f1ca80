namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A chunk's record in Pinecone's metadata. Numbers are float64 there, whole ones exact to 2^53.</summary>
internal sealed record RecordFields
{
    public required string Repository { get; init; }

    public required string Path { get; init; }

    public required double StartLine { get; init; }

    public required double EndLine { get; init; }

    public required string FileHash { get; init; }

    public required string ChunkHash { get; init; }

    public required string Language { get; init; }

    public string? Text { get; init; }

    /// <summary>The text in UTF-8 as base64, where that is what fits.</summary>
    public byte[]? TextBase64 { get; init; }
}
