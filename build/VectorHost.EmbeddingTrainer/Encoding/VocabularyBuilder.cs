using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Tokens;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>Chooses the words that a model knows: the commonest that are not one project's own.</summary>
internal sealed class VocabularyBuilder
{
    private const int FewestRepositories = 4;

    /// <summary>Questions are short: a word in one says more than a word in code.</summary>
    private const int QueryWeight = 4;

    private readonly ConcurrentDictionary<string, Dictionary<string, WordCount>> _repositories = new(StringComparer.Ordinal);

    /// <summary>Counts the words of pairs; any number of calls may run at once for different repositories.</summary>
    /// <param name="repository">The repository of all of them.</param>
    /// <param name="pairs">The pairs.</param>
    public void Add(string repository, IEnumerable<Pair> pairs)
    {
        Dictionary<string, WordCount> counts = _repositories.GetOrAdd(repository, _ => new(StringComparer.Ordinal));
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Pair pair in pairs)
        {
            seen.Clear();
            Add(counts, seen, pair.Query, QueryWeight);
            Add(counts, seen, EmbeddingText.ForChunk(pair.Path, pair.Code), 1);
        }
    }

    /// <summary>Chooses words.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The words with the number of pairs that hold them, in the ordinal order of their UTF-8.</returns>
    public IReadOnlyList<(byte[] Word, int Pairs)> Choose(int most) =>
        [.. _repositories.Values.SelectMany(counts => counts)
            .GroupBy(count => count.Key, count => count.Value, StringComparer.Ordinal)
            .Where(word => word.Count() >= FewestRepositories)
            .Select(word => (Word: word.Key, Weight: word.Sum(count => (long)count.Weight), Pairs: word.Sum(count => count.Pairs)))
            .OrderByDescending(word => word.Weight).ThenBy(word => word.Word, StringComparer.Ordinal)
            .Take(most)
            .Select(word => (Word: Utf8.GetBytes(word.Word), word.Pairs))
            .OrderBy(word => word.Word, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))];

    private static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false);

    private static void Add(Dictionary<string, WordCount> counts, HashSet<string> seen, string text, int weight)
    {
        Dictionary<string, WordCount>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> seenLookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (char.IsAsciiLetter(token.Text[0]))
            {
                ref WordCount count = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, token.Text, out _);
                bool isNew = seenLookup.Add(token.Text);
                count.Pairs += isNew ? 1 : 0;
                count.Weight += isNew || weight > 1 ? weight : 0;
            }
        }
    }
}
