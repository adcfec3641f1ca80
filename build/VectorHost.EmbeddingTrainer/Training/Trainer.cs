using System.Diagnostics;
using VectorHost.EmbeddingTrainer.Encoding;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>Learns the words' vectors.</summary>
/// <param name="corpus">What to learn from.</param>
/// <param name="options">How.</param>
/// <param name="report">Takes a line about each epoch.</param>
internal sealed class Trainer(EncodedCorpus corpus, TrainingOptions options, Action<string> report)
{
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.Threads };
    private readonly EmbeddingTable _table = new(corpus.PairsOfWord, corpus.Training.Count, options);

    /// <summary>Learns.</summary>
    /// <param name="afterEpoch">Called with the vectors after each epoch.</param>
    /// <returns>The vectors.</returns>
    public EmbeddingTable Train(Action<EmbeddingTable> afterEpoch)
    {
        Noise noise = new(options.Seed);
        List<EncodedPair[]>[] epochs = [.. Enumerable.Range(0, options.Epochs).Select(_ => BatchPlan.Deal(corpus.Training, options, noise).ToList())];
        int steps = epochs.Sum(batches => batches.Count);
        BatchStep step = new(_table, corpus.PairsOfWord.Length, options, _parallel);
        int done = 0;
        for (int epoch = 0; epoch < epochs.Length; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            double loss = 0;
            foreach (EncodedPair[] batch in epochs[epoch])
            {
                float rate = options.LearningRate * (1 - ((float)done / steps));
                loss += step.Run(batch, rate, ++done);
            }

            report($"epoch {epoch + 1}: loss {loss / epochs[epoch].Count:F4}, {epochs[epoch].Count} batches in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
            afterEpoch(_table);
        }

        return _table;
    }
}
