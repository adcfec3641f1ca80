namespace VectorHost.Indexing.Ranking;

/// <summary>Orders candidates by what the signals say of them. The same for every backend.</summary>
/// <param name="signals">The signals, in the order in which they apply.</param>
/// <param name="saturates">Whether further chunks of one file count less: see <see cref="FileSaturation"/>.</param>
public sealed class Ranker(IReadOnlyList<IRankingSignal> signals, bool saturates = true)
{
    private const string Saturation = "file saturation";

    /// <summary>What searches use.</summary>
    public static Ranker Default { get; } = new(
    [
        new FileTermsBoost(), new FileCoherence(), new PathWordsBoost(), new DefinedWordsBoost(), new DefinitionBoost(),
        new ExactNameBoost(), new PhraseBoost(), new PathPenalty(), new NamedFileBoost(),
    ]);

    /// <summary>Leaves the order as it is.</summary>
    public static Ranker None { get; } = new([], saturates: false);

    /// <summary>The names of all that orders, which <see cref="Without"/> takes.</summary>
    public IReadOnlyList<string> SignalNames { get; } = [.. signals.Select(signal => signal.Name), .. saturates ? [Saturation] : (string[])[]];

    /// <summary>The same but for one signal.</summary>
    /// <param name="name">One of <see cref="SignalNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public Ranker Without(string name) => SignalNames.Contains(name)
        ? new([.. signals.Where(signal => signal.Name != name)], saturates && name != Saturation)
        : throw new ArgumentException($"There is no signal '{name}'. Signals: {string.Join(", ", SignalNames)}.", nameof(name));

    /// <summary>Ranks candidates.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidates">The candidates, with their fused scores and their texts.</param>
    /// <param name="top">How many to keep.</param>
    /// <returns>The best, best first, equal ones in the order of their ids; each with its score as it counted.</returns>
    public IReadOnlyList<RankedCandidate> Rank(SearchQuery query, IReadOnlyList<RankingCandidate> candidates, int top)
    {
        foreach (IRankingSignal signal in signals)
        {
            signal.Apply(query, candidates);
        }

        List<RankingCandidate> ordered = [.. candidates];
        ordered.Sort(static (left, right) =>
            right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Record.Id.CompareTo(right.Record.Id));
        return saturates
            ? FileSaturation.Take(ordered, top)
            : [.. ordered.Take(top).Select(candidate => new RankedCandidate(candidate, candidate.Score))];
    }
}
