using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>A file's chunks, as the host cuts them.</summary>
/// <param name="file">The file.</param>
internal sealed class FileChunks(SourceFile file)
{
    private readonly IReadOnlyList<Chunk> _chunks = Chunker.Chunk(file);

    /// <summary>The chunk in which a line lies.</summary>
    /// <param name="line">The line, counted from 0.</param>
    /// <param name="commentStart">The first line of a comment to take out.</param>
    /// <param name="commentEnd">The line behind the comment.</param>
    /// <returns>The chunk's first line, counted from 1, and its text without the comment.</returns>
    public (int Start, string Text) At(int line, int commentStart, int commentEnd)
    {
        Chunk chunk = _chunks.First(candidate => line + 1 <= candidate.EndLine);
        IEnumerable<string> lines = chunk.Text.Split('\n')
            .Where((_, i) => chunk.StartLine - 1 + i < commentStart || chunk.StartLine - 1 + i >= commentEnd);
        return (chunk.StartLine, string.Join('\n', lines));
    }
}
