using VectorHost.Abstractions;

namespace VectorHost.Indexing.Ranking;

/// <summary>A chunk on its way to become a hit: its score, and what made it so.</summary>
/// <param name="record">The chunk, with its text.</param>
/// <param name="score">The fused score that it begins with.</param>
public sealed class RankingCandidate(ChunkRecord record, double score)
{
    private readonly List<ScoreChange> _changes = [];

    /// <summary>The chunk, with its text.</summary>
    public ChunkRecord Record { get; } = record;

    /// <summary>How well the chunk fits by each measure, for the signals that look at them apart.</summary>
    public MatchEvidence Evidence { get; init; } = new();

    /// <summary>The score as it stands.</summary>
    public double Score { get; private set; } = score;

    /// <summary>What the signals did to the score, in order.</summary>
    public IReadOnlyList<ScoreChange> Changes => _changes;

    /// <summary>Adds to the score.</summary>
    /// <param name="signal">Who adds.</param>
    /// <param name="amount">How much.</param>
    /// <param name="reason">Why, for the user.</param>
    public void Add(string signal, double amount, string reason)
    {
        Score += amount;
        _changes.Add(new ScoreChange(signal, amount, reason));
    }

    /// <summary>Multiplies the score.</summary>
    /// <param name="signal">Who multiplies.</param>
    /// <param name="factor">By what.</param>
    /// <param name="reason">Why, for the user.</param>
    public void Multiply(string signal, double factor, string reason) => Add(signal, Score * (factor - 1), reason);
}
