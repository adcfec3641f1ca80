using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>All pairs of a corpus as numbers, and the words that the numbers stand for.</summary>
internal sealed record EncodedCorpus
{
    /// <summary>The words, in the order of their numbers, each with a separator behind it.</summary>
    public required byte[] WordBlock { get; init; }

    /// <summary>In how many training pairs each word occurs.</summary>
    public required int[] PairsOfWord { get; init; }

    /// <summary>What the model learns from.</summary>
    public required IReadOnlyList<EncodedPair> Training { get; init; }

    /// <summary>What shows how well it learned, from other repositories.</summary>
    public required IReadOnlyList<EncodedPair> HeldOut { get; init; }

    /// <summary>Chooses the vocabulary and encodes all pairs.</summary>
    /// <param name="pairs">Gives the mined pairs of one repository after another; asked twice.</param>
    /// <param name="heldOut">The names of the repositories that nothing is learned from, not even their words.</param>
    /// <param name="words">How many words to choose.</param>
    /// <param name="threads">How many threads to use.</param>
    public static EncodedCorpus Make(Func<IEnumerable<Pair>> pairs, IReadOnlySet<string> heldOut, int words, int threads)
    {
        VocabularyBuilder builder = new();
        ParallelQuery<Pair[]> repositories = pairs().ByRepository().AsParallel().WithDegreeOfParallelism(threads).WithMergeOptions(ParallelMergeOptions.NotBuffered);
        repositories.Where(chunk => !heldOut.Contains(chunk[0].Repository)).ForAll(chunk => builder.Add(chunk[0].Repository, chunk));
        IReadOnlyList<(byte[] Word, int Pairs)> chosen = builder.Choose(words);

        byte[] block = [.. chosen.SelectMany(word => word.Word.Append(Vocabulary.Separator))];
        Vocabulary vocabulary = Vocabulary.TryRead(block, chosen.Count) ?? throw new InvalidOperationException("Two words have the same hash.");
        EncodedPair[] encoded = [.. pairs().ByRepository().AsParallel().AsOrdered().WithDegreeOfParallelism(threads).SelectMany(chunk => Encode(chunk, vocabulary))];
        return new()
        {
            WordBlock = block,
            PairsOfWord = [.. chosen.Select(word => word.Pairs)],
            Training = [.. encoded.Where(pair => !heldOut.Contains(pair.Repository))],
            HeldOut = [.. encoded.Where(pair => heldOut.Contains(pair.Repository))],
        };
    }

    private static EncodedPair[] Encode(Pair[] pairs, Vocabulary vocabulary)
    {
        PairEncoder encoder = new(vocabulary);
        return [.. pairs.Select(encoder.TryEncode).OfType<EncodedPair>()];
    }
}
