namespace VectorHost.Indexing.Embedding;

/// <summary>What is embedded of a chunk.</summary>
public static class EmbeddingText
{
    /// <summary>Names the rule below: changes whenever the same chunk would give another text.</summary>
    public const string Version = "1";

    /// <summary>
    /// The text to embed for a chunk: its path, as a line of words, then the chunk. The path often says what the code
    /// is about when the code itself does not.
    /// </summary>
    /// <param name="path">The file, relative to the repository's root, with <c>/</c> between its parts.</param>
    /// <param name="text">The chunk's text.</param>
    public static string ForChunk(string path, string text) =>
        string.Create(path.Length + 1 + text.Length, (path, text), static (buffer, parts) =>
        {
            parts.path.AsSpan().Replace(buffer, '/', ' ');
            buffer[..parts.path.Length].Replace('.', ' ');
            buffer[parts.path.Length] = '\n';
            parts.text.CopyTo(buffer[(parts.path.Length + 1)..]);
        });
}
