namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>
/// How badly each question of a batch picks its answer from all answers of the batch, and each answer its question: the
/// cross-entropy over the similarities in both directions (InfoNCE: van den Oord and others, "Representation learning with
/// contrastive predictive coding", 2018; symmetric as in Radford and others, "Learning transferable visual models", 2021).
/// </summary>
/// <param name="pairs">How many pairs a batch has: a multiple of 4.</param>
/// <param name="dimensions">The length of the vectors.</param>
/// <param name="temperature">How far similarities are spread.</param>
internal sealed class ContrastiveLoss(int pairs, int dimensions, float temperature)
{
    private readonly float[] _matrix = new float[pairs * pairs];
    private readonly float[] _rowSums = new float[pairs];
    private readonly float[] _columnSums = new float[pairs];
    private readonly float[] _right = new float[pairs];

    /// <summary>Computes the loss and the gradients of all vectors.</summary>
    /// <param name="queries">The questions.</param>
    /// <param name="codes">The answers, in the same order.</param>
    /// <param name="chunks">
    /// The answers' chunks: what lies in the same chunk as the right answer counts neither as right nor as wrong.
    /// </param>
    /// <param name="parallel">How to share the work.</param>
    /// <returns>The mean loss of a pair.</returns>
    public double Compute(TextVectors queries, TextVectors codes, ulong[] chunks, ParallelOptions parallel)
    {
        int blocks = pairs / VectorMath.RowsAtOnce;
        Parallel.For(0, blocks, parallel, block => Compare(block * VectorMath.RowsAtOnce, queries, codes, chunks));
        SumColumns();
        Parallel.For(0, pairs, parallel, ToGradients);
        Parallel.For(0, blocks, parallel, block => Spread(block * VectorMath.RowsAtOnce, queries, codes));

        double loss = 0;
        for (int i = 0; i < pairs; i++)
        {
            loss -= Math.Log(_right[i] / _rowSums[i]) + Math.Log(_right[i] / _columnSums[i]);
        }

        return loss / (2 * pairs);
    }

    /// <summary>Fills rows with exp((similarity - 1) / temperature): no similarity is above 1, so nothing overflows.</summary>
    private void Compare(int first, TextVectors queries, TextVectors codes, ulong[] chunks)
    {
        Span<float> rows = _matrix.AsSpan(first * pairs, VectorMath.RowsAtOnce * pairs);
        VectorMath.MultiplyTransposed(
            queries.Values.AsSpan(first * dimensions, VectorMath.RowsAtOnce * dimensions), codes.Values, dimensions, rows);
        VectorMath.ExpScaled(rows, temperature);
        for (int i = 0; i < VectorMath.RowsAtOnce; i++)
        {
            Mask(rows.Slice(i * pairs, pairs), first + i, chunks);
            _rowSums[first + i] = VectorMath.Sum(rows.Slice(i * pairs, pairs));
            _right[first + i] = rows[(i * pairs) + first + i];
        }
    }

    private static void Mask(Span<float> row, int right, ulong[] chunks)
    {
        for (int j = 0; j < chunks.Length; j++)
        {
            if (chunks[j] == chunks[right] && j != right)
            {
                row[j] = 0;
            }
        }
    }

    private void SumColumns()
    {
        Array.Clear(_columnSums);
        for (int i = 0; i < pairs; i++)
        {
            VectorMath.AddScaled(_matrix.AsSpan(i * pairs, pairs), 1, _columnSums);
        }
    }

    private void ToGradients(int row)
    {
        Span<float> values = _matrix.AsSpan(row * pairs, pairs);
        float scale = 1 / (2 * pairs * temperature);
        float rowFactor = scale / _rowSums[row];
        for (int j = 0; j < values.Length; j++)
        {
            values[j] *= rowFactor + (scale / _columnSums[j]);
        }

        values[row] -= 2 * scale;
    }

    private void Spread(int first, TextVectors queries, TextVectors codes)
    {
        int start = first * dimensions;
        int length = VectorMath.RowsAtOnce * dimensions;
        VectorMath.CombineRows(_matrix, first * pairs, across: pairs, along: 1, codes.Values, dimensions, queries.Gradients.AsSpan(start, length));
        VectorMath.CombineRows(_matrix, first, across: 1, along: pairs, queries.Values, dimensions, codes.Gradients.AsSpan(start, length));
    }
}
