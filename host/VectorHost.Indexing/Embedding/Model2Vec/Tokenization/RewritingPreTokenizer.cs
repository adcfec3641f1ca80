using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Writes each piece anew, such as with another character for spaces.</summary>
/// <param name="rewrite">Appends a piece as it is to be, given whether it is the first of the whole input.</param>
internal sealed class RewritingPreTokenizer(RewritingPreTokenizer.Rewriter rewrite) : PreTokenizer
{
    /// <summary>Writes a piece.</summary>
    public delegate void Rewriter(ReadOnlySpan<char> piece, bool isFirst, StringBuilder text);

    /// <inheritdoc/>
    public override PieceList Cut(PieceList pieces)
    {
        StringBuilder text = new(pieces.Text.Length + pieces.Pieces.Count);
        List<(int Start, int End)> rewritten = new(pieces.Pieces.Count);
        foreach ((int start, int end) in pieces.Pieces)
        {
            int from = text.Length;
            rewrite(pieces.Text.AsSpan(start, end - start), pieces.IsBeginning && start == 0, text);
            if (text.Length > from)
            {
                rewritten.Add((from, text.Length));
            }
        }

        return pieces with { Text = text.ToString(), Pieces = rewritten };
    }
}
