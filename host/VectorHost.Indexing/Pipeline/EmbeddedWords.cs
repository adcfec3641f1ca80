using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Trained;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// Counts what an embedder needs of chunks whose words were counted for their terms, so that no text is gone through twice.
/// </summary>
internal sealed class EmbeddedWords
{
    private readonly KnownWords _words;
    private readonly WordCounter _written;
    private readonly WordNumbers _known;

    private EmbeddedWords(KnownWords words, WordCounter written)
    {
        _words = words;
        _written = written;
        _known = words.NumbersFor(written);
    }

    /// <summary>Makes one, where the embedder needs nothing but words.</summary>
    /// <param name="embedder">The embedder.</param>
    /// <param name="written">What counts the words of the chunks.</param>
    public static EmbeddedWords? For(Embedder embedder, WordCounter written) =>
        embedder.WordGenerator is { } generator ? new EmbeddedWords(generator.CountWords(), written) : null;

    /// <summary>The words of <see cref="EmbeddingText.ForChunk"/> for the chunk that was counted last.</summary>
    /// <param name="path">The chunk's path, whose words come first: what separates them is no part of a word.</param>
    public CountedWords Count(string path)
    {
        _words.Count(path);
        _words.Add(_written, _known);
        return _words.ToCounted();
    }
}
