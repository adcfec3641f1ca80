namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>A rewriting that a function does: lower case, a Unicode form, a replacement and the like.</summary>
/// <param name="rewrite">The function.</param>
internal sealed class SimpleNormalizer(Func<string, string> rewrite) : TextNormalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => rewrite(text);
}
