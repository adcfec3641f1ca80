using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;

namespace VectorHost.Indexing.Ranking;

/// <summary>Orders candidates by what the signals say of them. The same for every backend.</summary>
public sealed class Ranker
{
    private const string Saturation = "file saturation";

    private readonly IReadOnlyList<IRankingSignal> _signals;

    /// <summary>Makes a ranker.</summary>
    /// <param name="signals">The signals, in the order in which they apply: those that read texts after all others.</param>
    /// <param name="saturates">Whether further chunks of one file count less: see <see cref="FileSaturation"/>.</param>
    /// <exception cref="ArgumentException">A signal that needs all candidates comes after one that is shown only some.</exception>
    public Ranker(IReadOnlyList<IRankingSignal> signals, bool saturates = true)
    {
        ArgumentNullException.ThrowIfNull(signals);
        _signals = signals;
        Saturates = saturates;
        SignalNames = [.. signals.Select(signal => signal.Name), .. saturates ? [Saturation] : (string[])[]];
        OfAll = [.. signals.TakeWhile(signal => signal is not ITextSignal)];
        OfTexts = [.. signals.Skip(OfAll.Count).Select(signal => signal as ITextSignal ?? throw new ArgumentException(
            $"'{signal.Name}' has to come before the signals that read texts, or be an {nameof(ITextSignal)}.", nameof(signals)))];
    }

    /// <summary>What searches use.</summary>
    public static Ranker Default { get; } = new(
    [
        new FileTermsBoost(), new FileCoherence(), new PathWordsBoost(), new DefinedWordsBoost(), new DefinitionBoost(),
        new ExactNameBoost(), new PhraseBoost(), new PathPenalty(), new CommentPenalty(), new NamedFileBoost(),
    ]);

    /// <summary>Leaves the order as it is.</summary>
    public static Ranker None { get; } = new([], saturates: false);

    /// <summary>The names of all that orders, which <see cref="Without"/> takes.</summary>
    public IReadOnlyList<string> SignalNames { get; }

    /// <summary>Whether further chunks of one file count less.</summary>
    internal bool Saturates { get; }

    /// <summary>The signals that see all candidates at once.</summary>
    internal IReadOnlyList<IRankingSignal> OfAll { get; }

    /// <summary>The signals that follow them, for candidates whose texts are known.</summary>
    internal IReadOnlyList<ITextSignal> OfTexts { get; }

    /// <summary>The same but for one signal.</summary>
    /// <param name="name">One of <see cref="SignalNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public Ranker Without(string name) => SignalNames.Contains(name)
        ? new([.. _signals.Where(signal => signal.Name != name)], Saturates && name != Saturation)
        : throw new ArgumentException($"There is no signal '{name}'. Signals: {string.Join(", ", SignalNames)}.", nameof(name));

    /// <summary>Begins to rank candidates, whose texts are read as they are needed.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidates">The candidates, with their fused scores.</param>
    /// <param name="top">How many to keep.</param>
    public RankingRun Begin(SearchQuery query, IReadOnlyList<RankingCandidate> candidates, int top) => new(this, query, candidates, top);

    /// <summary>Ranks candidates whose texts are known.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidates">The candidates, with their fused scores and their texts.</param>
    /// <param name="top">How many to keep.</param>
    /// <returns>The best, best first, equal ones in the order of their ids; each with its score as it counted.</returns>
    /// <exception cref="ArgumentException">A text is not known.</exception>
    public IReadOnlyList<RankedCandidate> Rank(SearchQuery query, IReadOnlyList<RankingCandidate> candidates, int top)
    {
        RankingRun run = Begin(query, candidates, top);
        return run.FindUnread(most: 1).Count == 0
            ? run.Complete()
            : throw new ArgumentException("A candidate's text is not known: begin a ranking, and read what it asks for.", nameof(candidates));
    }
}
