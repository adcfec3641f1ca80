using System.Runtime.InteropServices;
using VectorHost.Indexing.Tokens;

namespace VectorHost.WordFrequencies;

/// <summary>In how many pieces, and in how many sources, each word occurs.</summary>
internal sealed class DocumentFrequencies
{
    private readonly Dictionary<string, (int Pieces, int Sources)> _counts = new(StringComparer.Ordinal);

    /// <summary>How many pieces were counted.</summary>
    public int PieceCount { get; private set; }

    /// <summary>Counts the pieces of one source.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <returns>How many there were.</returns>
    public int Add(IReadOnlyList<string> pieces)
    {
        HashSet<string> seenInSource = new(StringComparer.Ordinal);
        foreach (string piece in pieces)
        {
            foreach (string word in DistinctWords(piece))
            {
                ref (int Pieces, int Sources) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _);
                count.Pieces++;
                count.Sources += seenInSource.Add(word) ? 1 : 0;
            }
        }

        PieceCount += pieces.Count;
        return pieces.Count;
    }

    /// <summary>The commonest words with the number of pieces that hold them, sorted by word.</summary>
    /// <param name="count">How many words at the most.</param>
    /// <param name="minimumSources">In how many sources a word must occur not to be one project's own.</param>
    public IEnumerable<(string Word, int Pieces)> Commonest(int count, int minimumSources) =>
        _counts.Where(entry => entry.Value.Sources >= minimumSources)
            .OrderByDescending(entry => entry.Value.Pieces).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(count)
            .Select(entry => (entry.Key, entry.Value.Pieces))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static HashSet<string> DistinctWords(string piece)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        foreach (Token token in new CodeTokenizer(piece, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            words.Add(token.Text.ToString());
        }

        return words;
    }
}
