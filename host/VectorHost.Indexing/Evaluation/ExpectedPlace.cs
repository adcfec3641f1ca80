using VectorHost.Abstractions;

namespace VectorHost.Indexing.Evaluation;

/// <summary>A place in the code that answers a question: a file, or some lines of it.</summary>
public sealed record ExpectedPlace
{
    /// <summary>The file, relative to the repository's root, with <c>/</c> between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>The first line, counted from 1; <see langword="null"/> where any part of the file will do.</summary>
    public int? StartLine { get; init; }

    /// <summary>The last line, inclusive; set whenever <see cref="StartLine"/> is.</summary>
    public int? EndLine { get; init; }

    /// <summary>Whether a chunk shows the place: a part of the file, and at least one of the lines.</summary>
    /// <param name="chunk">The chunk that was found.</param>
    public bool IsShownBy(ChunkRecord chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return chunk.Path == Path
            && (StartLine is null || (chunk.EndLine >= StartLine && chunk.StartLine <= EndLine));
    }
}
