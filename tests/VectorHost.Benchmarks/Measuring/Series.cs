namespace VectorHost.Benchmarks.Measuring;

/// <summary>What a contender gave, round by round.</summary>
/// <typeparam name="T">What one round gave.</typeparam>
/// <param name="Name">The contender's name.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record Series<T>(string Name, IReadOnlyList<T> Rounds)
{
    /// <summary>One of the numbers, over all rounds.</summary>
    public Spread Of(Func<T, double> number) => Spread.Of(Rounds.Select(number));

    /// <summary>
    /// How many times as much as another contender it took, each round compared with the same round: what disturbed the
    /// machine for a while disturbed both.
    /// </summary>
    public Spread RatioTo(Series<T> other, Func<T, double> number) =>
        Spread.Of(Rounds.Zip(other.Rounds, (own, others) => number(own) / number(others)));
}
