using System.Numerics.Tensors;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>The plainest exact search: one float32 array, one product a row, one thread, nothing else.</summary>
/// <param name="vectors">The vectors, one after the other.</param>
/// <param name="dimensions">The length of each.</param>
internal sealed class PlainScan(float[] vectors, int dimensions)
{
    /// <summary>Finds the nearest rows, nearest first.</summary>
    /// <param name="question">The vector to be near to.</param>
    /// <param name="rows">Among which rows.</param>
    /// <param name="top">How many.</param>
    public int[] Search(ReadOnlySpan<float> question, (int First, int End) rows, int top)
    {
        PriorityQueue<int, float> kept = new(top + 1);
        float worst = float.NegativeInfinity;
        for (int row = rows.First; row < rows.End; row++)
        {
            float score = TensorPrimitives.Dot(question, vectors.AsSpan(row * dimensions, dimensions));
            if (kept.Count < top)
            {
                kept.Enqueue(row, score);
            }
            else if (score > worst)
            {
                kept.EnqueueDequeue(row, score);
            }
            else
            {
                continue;
            }

            _ = kept.Count == top && kept.TryPeek(out _, out worst);
        }

        int[] best = new int[kept.Count];
        for (int i = best.Length - 1; i >= 0; i--)
        {
            best[i] = kept.Dequeue();
        }

        return best;
    }
}
