namespace VectorHost.Indexing.Repositories;

/// <summary>A text file of a repository, read and decoded.</summary>
public sealed record SourceFile
{
    /// <summary>The path relative to the repository's root, with <c>/</c> between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The language in lower case, as <see cref="LanguageDetector"/> names it.</summary>
    public required string Language { get; init; }

    /// <summary>
    /// The whole text, without a byte order mark, line ends as they are in the file. It holds no unpaired surrogate.
    /// </summary>
    public required string Text { get; init; }
}
