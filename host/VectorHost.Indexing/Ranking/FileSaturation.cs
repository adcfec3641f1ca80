namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Keeps one file from filling the list: the second chunk of a file counts 0.7, the third 0.7 of that, and so on.
/// </summary>
public static class FileSaturation
{
    private const double Decay = 0.7;

    /// <summary>Takes the best items one by one, each at its score as it stands when it is taken.</summary>
    /// <param name="items">Items with their file, in falling order of score.</param>
    /// <param name="top">How many to take.</param>
    /// <returns>The items with their decayed scores, best first; equal ones in the order in which they came.</returns>
    public static IReadOnlyList<(T Item, double Score)> Take<T>(IEnumerable<(T Item, string File, double Score)> items, int top)
    {
        Dictionary<string, Queue<(T Item, double Score, int Order)>> files = [];
        PriorityQueue<string, (double, int)> queue = new();
        int order = 0;
        foreach ((T item, string file, double score) in items)
        {
            if (!files.TryGetValue(file, out Queue<(T, double, int)>? waiting))
            {
                files[file] = waiting = new Queue<(T, double, int)>();
                queue.Enqueue(file, (-score, order));
            }

            waiting.Enqueue((item, score, order++));
        }

        List<(T, double)> taken = [];
        Dictionary<string, double> factors = [];
        while (taken.Count < top && queue.TryDequeue(out string? file, out _))
        {
            double factor = factors.GetValueOrDefault(file, 1);
            (T item, double score, _) = files[file].Dequeue();
            taken.Add((item, score * factor));
            factors[file] = factor * Decay;
            if (files[file].TryPeek(out (T, double Score, int Order) next))
            {
                queue.Enqueue(file, (-next.Score * factor * Decay, next.Order));
            }
        }

        return taken;
    }
}
