namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>The known words of a text: all that a static model wants to know of it.</summary>
/// <param name="words">The numbers of the words, each once, in the order of their first occurrence.</param>
/// <param name="counts">How often each occurs.</param>
internal sealed class CountedWords(int[] words, int[] counts)
{
    /// <summary>The numbers of the words.</summary>
    public ReadOnlySpan<int> Words => words;

    /// <summary>How often each occurs.</summary>
    public ReadOnlySpan<int> Counts => counts;
}
