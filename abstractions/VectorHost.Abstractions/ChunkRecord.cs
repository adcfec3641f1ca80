namespace VectorHost.Abstractions;

/// <summary>A chunk of a file with its vector, as a store keeps it.</summary>
/// <remarks>
/// Every field round-trips exactly: text to the last code unit, the embedding bit by bit, unless the backend's
/// documentation says otherwise.
/// </remarks>
public sealed record ChunkRecord
{
    /// <summary>
    /// Made by the host from repository, path, chunk hash and occurrence: the same chunk has the same id on every
    /// backend and in every run, so that saving is idempotent and code that only moved stays the same record.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>The repository's name, as in <see cref="IndexMetadata.Repository"/>.</summary>
    public required string Repository { get; init; }

    /// <summary>The file, relative to the repository's root, with <c>/</c> between its parts; case matters.</summary>
    public required string Path { get; init; }

    /// <summary>The chunk's first line, counted from 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>The chunk's last line, counted from 1 and inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    public required string FileHash { get; init; }

    /// <summary>SHA-256 of the chunk's text in UTF-8, 64 lower-case hexadecimal digits.</summary>
    public required string ChunkHash { get; init; }

    /// <summary>The language of the file in lower case, such as <c>csharp</c> or <c>text</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The chunk's text; <see langword="null"/> where it was not asked for.</summary>
    public string? Text { get; init; }

    /// <summary>The vector: <c>[dimensions]</c> numbers, of length 1; empty where it was not asked for.</summary>
    public ReadOnlyMemory<float> Embedding { get; init; }
}
