using VectorHost.EmbeddingTrainer.Corpus;
using VectorHost.EmbeddingTrainer.Encoding;
using VectorHost.EmbeddingTrainer.Evaluation;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.EmbeddingTrainer.Training;

namespace VectorHost.EmbeddingTrainer;

/// <summary>Trains with several settings, to compare them on the held-out repositories; nothing is written.</summary>
internal static class TryCommand
{
    /// <summary>Runs.</summary>
    /// <param name="repositories">The corpus.</param>
    /// <param name="pairs">The file of mined pairs.</param>
    /// <param name="trials">The settings to compare; those of the same number of words share their vocabulary.</param>
    public static void Run(IReadOnlyList<CorpusRepository> repositories, string pairs, IReadOnlyList<TrainingOptions> trials)
    {
        HashSet<string> heldOut = [.. repositories.Where(repository => repository.IsHeldOut).Select(repository => repository.Name)];
        foreach (IGrouping<int, TrainingOptions> sameWords in trials.GroupBy(trial => trial.Words))
        {
            EncodedCorpus corpus = EncodedCorpus.Make(() => PairFile.Read(pairs), heldOut, sameWords.Key, sameWords.First().Threads);
            Console.WriteLine($"{corpus.Training.Count} pairs to learn from, {corpus.HeldOut.Count} held out, {corpus.PairsOfWord.Length} words");
            foreach (TrainingOptions trial in sameWords)
            {
                Console.WriteLine(trial);
                new Trainer(corpus, trial, Console.WriteLine).Train(table =>
                {
                    Print("code  ", HeldOutEvaluation.Measure(corpus.HeldOut, table, ofChunks: false));
                    Print("chunks", HeldOutEvaluation.Measure(corpus.HeldOut, table, ofChunks: true));
                });
            }
        }
    }

    private static void Print(string what, SortedDictionary<string, RetrievalScores> scores) => Console.WriteLine(
        $"{what} {RetrievalScores.Mean(scores.Values)}: {string.Join(", ", scores.Select(score => $"{score.Key} {score.Value.Gain:F3}"))}");
}
