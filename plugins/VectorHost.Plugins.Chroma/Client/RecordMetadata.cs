namespace VectorHost.Plugins.Chroma.Client;

/// <summary>What is read of a record's metadata, or of the catalogue's; which is which, the collection says.</summary>
internal sealed record RecordMetadata
{
    public string? Path { get; init; }

    public int? StartLine { get; init; }

    public int? EndLine { get; init; }

    public string? Language { get; init; }

    public string? FileHash { get; init; }

    public string? ChunkHash { get; init; }

    /// <summary>Set in the catalogue only.</summary>
    public string? Repository { get; init; }
}
