using VectorHost.EmbeddingTrainer.Encoding;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>
/// In which texts of a batch each word occurs. With it, each word's gradient is summed by one thread in the texts' order:
/// no two threads share a word, and their number changes nothing.
/// </summary>
/// <param name="words">How many words there are.</param>
internal sealed class WordOccurrences(int words)
{
    private readonly int[] _ends = new int[words];
    private readonly List<int> _present = [];
    private (int Text, float Weight)[] _occurrences = [];

    /// <summary>How many words occur.</summary>
    public int Count => _present.Count;

    /// <summary>The number of a word that occurs.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>.</param>
    public int Word(int index) => _present[index];

    /// <summary>The texts that a word occurs in, with its weight in each.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>.</param>
    public ReadOnlySpan<(int Text, float Weight)> Of(int index)
    {
        int start = index == 0 ? 0 : _ends[_present[index - 1]];
        return _occurrences.AsSpan(start, _ends[_present[index]] - start);
    }

    /// <summary>Forgets the batch before, and reads another.</summary>
    /// <param name="texts">The texts.</param>
    public void Read(IReadOnlyList<WordList> texts)
    {
        _present.ForEach(word => _ends[word] = 0);
        _present.Clear();
        foreach (WordList text in texts)
        {
            foreach (int word in text.Words)
            {
                if (_ends[word]++ == 0)
                {
                    _present.Add(word);
                }
            }
        }

        int total = 0;
        foreach (int word in _present)
        {
            (_ends[word], total) = (total, total + _ends[word]);
        }

        Fill(texts, total);
    }

    /// <summary>Each end begins as the start of its word's places, and moves on as they fill.</summary>
    private void Fill(IReadOnlyList<WordList> texts, int total)
    {
        if (_occurrences.Length < total)
        {
            _occurrences = new (int, float)[total * 2];
        }

        for (int text = 0; text < texts.Count; text++)
        {
            WordList list = texts[text];
            for (int i = 0; i < list.Words.Length; i++)
            {
                _occurrences[_ends[list.Words[i]]++] = (text, list.Weights[i]);
            }
        }
    }
}
