namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Rewrites text before it is cut, such as to lower case.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Rewrites a text.</summary>
    public abstract string Normalize(string text);
}
