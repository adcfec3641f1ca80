namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts text into pieces that no token crosses, such as words.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts the pieces further.</summary>
    public abstract PieceList Cut(PieceList pieces);
}
