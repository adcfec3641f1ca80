namespace VectorHost.Benchmarks.Measuring;

/// <summary>
/// Runs contenders in turn, round by round, so that whatever else the machine does meets all of them alike. Every other
/// round goes backwards: a machine that slowly gets busier favours none.
/// </summary>
/// <param name="Count">How many rounds count.</param>
/// <param name="WarmUps">How many rounds come before and do not count.</param>
/// <param name="Progress">Told what is being done.</param>
internal sealed record Rounds(int Count, int WarmUps, Action<string> Progress)
{
    /// <summary>After a warm-up: the runtime compiles hot methods anew in the background, and begins 100 ms after the last new one.</summary>
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(300);

    /// <summary>What the numbers of a report are.</summary>
    public string Summary => Count == 1 ? "one round" : $"median of {Count} rounds (range)";

    /// <summary>Runs the rounds.</summary>
    /// <returns>What each contender gave, in the order of the contenders.</returns>
    public async Task<IReadOnlyList<Series<T>>> RunAsync<T>(IReadOnlyList<Contender<T>> contenders, CancellationToken cancellationToken)
    {
        List<T>[] results = [.. contenders.Select(_ => new List<T>())];
        for (int round = -WarmUps; round < Count; round++)
        {
            Progress(round < 0 ? "  warm-up" : $"  round {round + 1} of {Count}");
            IEnumerable<int> order = Enumerable.Range(0, contenders.Count);
            foreach (int contender in int.IsEvenInteger(round) ? order : order.Reverse())
            {
                T result = await contenders[contender].RunAsync(cancellationToken);
                if (round >= 0)
                {
                    results[contender].Add(result);
                }
            }

            if (round < 0)
            {
                await Task.Delay(CompilerPause, cancellationToken);
            }
        }

        return [.. contenders.Select((contender, i) => new Series<T>(contender.Name, results[i]))];
    }
}
