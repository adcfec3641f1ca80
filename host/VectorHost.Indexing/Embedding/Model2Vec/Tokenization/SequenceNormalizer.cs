namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Rewrites one after the other.</summary>
/// <param name="steps">In order.</param>
internal sealed class SequenceNormalizer(IReadOnlyList<TextNormalizer> steps) : TextNormalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => steps.Aggregate(text, (current, step) => step.Normalize(current));
}
