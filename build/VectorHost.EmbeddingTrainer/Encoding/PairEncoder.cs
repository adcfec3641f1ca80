using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>Turns pairs into numbers, with the words counted as the host counts them. For one thread.</summary>
/// <param name="vocabulary">The model's words.</param>
internal sealed class PairEncoder(Vocabulary vocabulary)
{
    private const int FewestQueryWords = 2;
    private const int FewestCodeWords = 4;

    private readonly KnownWords _words = new(vocabulary);

    /// <summary>Encodes a pair.</summary>
    /// <param name="pair">The pair.</param>
    /// <returns>The pair; <see langword="null"/> if too few of its words are known to learn from it.</returns>
    public EncodedPair? TryEncode(Pair pair)
    {
        WordList query = Encode(pair.Query);
        WordList code = Encode(EmbeddingText.ForChunk(pair.Path, pair.Code));
        if (query.Words.Length < FewestQueryWords || code.Words.Length < FewestCodeWords)
        {
            return null;
        }

        return new()
        {
            Kind = pair.Kind,
            Repository = pair.Repository,
            Query = query,
            Code = code,
            Chunk = pair.Chunk.Length == 0 ? code : Encode(EmbeddingText.ForChunk(pair.Path, pair.Chunk)),
            ChunkId = FeatureHash.OfWord($"{pair.Repository}:{pair.Path}:{pair.ChunkStart}"),
        };
    }

    private WordList Encode(string text)
    {
        _words.Count(text);
        return new([.. _words.Words], [.. _words.Words.ToArray().Select(word => WordCountWeight.Of(_words.CountOf(word)))]);
    }
}
