namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>A text and the pieces that it is cut into so far, in order; none is empty.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pieces">Where each piece begins and ends in it.</param>
/// <param name="IsBeginning">Whether the text begins where the whole input does.</param>
internal sealed record PieceList(string Text, IReadOnlyList<(int Start, int End)> Pieces, bool IsBeginning)
{
    /// <summary>The text as one piece.</summary>
    public static PieceList Whole(string text, bool isBeginning) => new(text, text.Length == 0 ? [] : [(0, text.Length)], isBeginning);
}
