using VectorHost.EmbeddingTrainer.Encoding;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>Learns from one batch after another.</summary>
/// <param name="table">The words' vectors, which change.</param>
/// <param name="words">How many words there are.</param>
/// <param name="options">The settings.</param>
/// <param name="parallel">How to share the work.</param>
internal sealed class BatchStep(EmbeddingTable table, int words, TrainingOptions options, ParallelOptions parallel)
{
    private readonly TextVectors _queries = new(table, options.BatchPairs);
    private readonly TextVectors _codes = new(table, options.BatchPairs);
    private readonly WordList[] _texts = new WordList[2 * options.BatchPairs];
    private readonly ulong[] _chunks = new ulong[options.BatchPairs];
    private readonly WordOccurrences _occurrences = new(words);
    private readonly ContrastiveLoss _loss = new(options.BatchPairs, options.Dimensions, options.Temperature);

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The pairs.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The batch's number, from 1.</param>
    /// <returns>The mean loss before.</returns>
    public double Run(EncodedPair[] batch, float rate, int step)
    {
        Parallel.For(0, batch.Length, parallel, i =>
        {
            // A row of chance for each pair, so that threads need not wait for one another.
            Noise noise = new(unchecked((options.Seed * 1_000_003) + (step * options.BatchPairs) + i));
            _texts[i] = WordDropout.Thin(batch[i].Query, options.QueryDropout, noise);
            WordList answer = noise.NextShare() < options.Chunks ? batch[i].Chunk : batch[i].Code;
            _texts[options.BatchPairs + i] = WordDropout.Thin(answer, options.CodeDropout, noise);
            _chunks[i] = batch[i].ChunkId;
            _queries.Embed(i, _texts[i]);
            _codes.Embed(i, _texts[options.BatchPairs + i]);
        });

        double loss = _loss.Compute(_queries, _codes, _chunks, parallel);
        Parallel.For(0, batch.Length, parallel, i =>
        {
            _queries.ToSums(i);
            _codes.ToSums(i);
        });

        _occurrences.Read(_texts);
        Parallel.For(0, _occurrences.Count, parallel, () => new float[table.Dimensions], (i, _, gradient) => Move(i, rate, step, gradient), _ => { });
        return loss;
    }

    private float[] Move(int index, float rate, int step, float[] gradient)
    {
        Array.Clear(gradient);
        foreach ((int text, float weight) in _occurrences.Of(index))
        {
            ReadOnlySpan<float> source = text < options.BatchPairs ? _queries.Gradient(text) : _codes.Gradient(text - options.BatchPairs);
            VectorMath.AddScaled(source, weight, gradient);
        }

        table.Move(_occurrences.Word(index), gradient, rate, step);
        return gradient;
    }
}
