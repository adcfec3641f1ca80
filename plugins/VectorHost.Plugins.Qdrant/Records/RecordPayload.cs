namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>What a record is beside its id and its vector. All members come back unless they were not asked for.</summary>
internal sealed record RecordPayload
{
    public string? Repository { get; init; }

    public string? Path { get; init; }

    /// <summary>The folders that the path is in, outermost first, each ending in <c>/</c>; see <see cref="PathFolders"/>.</summary>
    public IReadOnlyList<string>? Folders { get; init; }

    public int? StartLine { get; init; }

    public int? EndLine { get; init; }

    public string? FileHash { get; init; }

    public string? ChunkHash { get; init; }

    public string? Language { get; init; }

    public string? Text { get; init; }
}
