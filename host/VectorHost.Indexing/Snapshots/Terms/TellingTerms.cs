using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// Chooses the terms of a text that tell it from the rest of a repository: frequent in the text, rare elsewhere, as
/// Lucene's <c>MoreLikeThis</c> does.
/// </summary>
/// <param name="snapshot">The repository's snapshot, on whose file the caller holds a lease.</param>
internal sealed class TellingTerms(RepositorySnapshot snapshot)
{
    /// <summary>A term of one chunk alone finds that chunk and nothing else.</summary>
    private const int FewestChunks = 2;

    public IReadOnlyList<string> Choose(string text, int count)
    {
        Dictionary<string, uint> frequencies = [];
        uint length = 0;
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            string term = token.Text.ToString();
            frequencies[term] = frequencies.GetValueOrDefault(term) + 1;
            length++;
        }

        TermCursor cursor = new(snapshot.File);
        Bm25 model = new(snapshot.ChunkCount, snapshot.File.Layout.TokenCount);
        return [.. frequencies
            .Select(entry => (Term: entry.Key, Weight: Weight(cursor, model, entry.Key, entry.Value, (int)length)))
            .Where(entry => entry.Weight > 0)
            .OrderByDescending(entry => entry.Weight)
            .ThenBy(entry => entry.Term, StringComparer.Ordinal)
            .Take(count)
            .Select(entry => entry.Term)];
    }

    private double Weight(TermCursor cursor, Bm25 model, string term, uint frequency, int length) =>
        cursor.MoveTo(TermText.Encode(term)) && cursor.ChunkCount >= FewestChunks
            ? Bm25.Weight(snapshot.ChunkCount, cursor.ChunkCount) * model.Saturate(frequency, length)
            : 0;
}
