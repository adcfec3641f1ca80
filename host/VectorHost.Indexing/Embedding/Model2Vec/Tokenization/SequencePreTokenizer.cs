namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts by one rule after the other.</summary>
/// <param name="steps">In order.</param>
internal sealed class SequencePreTokenizer(IReadOnlyList<PreTokenizer> steps) : PreTokenizer
{
    /// <inheritdoc/>
    public override PieceList Cut(PieceList pieces) => steps.Aggregate(pieces, (current, step) => step.Cut(current));
}
