using VectorHost.Abstractions;

namespace VectorHost.Indexing.Ranking;

/// <summary>A chunk on its way to become a hit: its score, and what made it so.</summary>
/// <remarks>Its text is read when the chunk is found to be among those that can become hits.</remarks>
/// <param name="id">The id of the chunk's record.</param>
/// <param name="file">The chunk's file.</param>
/// <param name="score">The fused score that it begins with.</param>
public sealed class RankingCandidate(Guid id, CandidateFile file, double score)
{
    private readonly List<ScoreChange> _changes = [];
    private ChunkRecord? _record;

    /// <summary>Makes a candidate of a chunk whose text is known.</summary>
    /// <param name="record">The chunk, with its text.</param>
    /// <param name="score">The fused score that it begins with.</param>
    public RankingCandidate(ChunkRecord record, double score)
        : this(record.Id, new CandidateFile(record.Repository, record.Path, record.Language), score) => _record = record;

    /// <summary>The id of the chunk's record.</summary>
    public Guid Id { get; } = id;

    /// <summary>The chunk's file.</summary>
    public CandidateFile File { get; } = file;

    /// <summary>Whether the text is known.</summary>
    public bool IsRead => _record is not null;

    /// <summary>The chunk, with its text.</summary>
    /// <exception cref="InvalidOperationException">
    /// It was not read yet: only a signal that is an <see cref="ITextSignal"/> finds it there.
    /// </exception>
    public ChunkRecord Record => _record
        ?? throw new InvalidOperationException($"The text of a candidate is read only where an {nameof(ITextSignal)} needs it.");

    /// <summary>The text of the chunk.</summary>
    /// <exception cref="InvalidOperationException">It was not read yet, as for <see cref="Record"/>.</exception>
    public string Text => Record.Text!;

    /// <summary>How well the chunk fits by each measure, for the signals that look at them apart.</summary>
    public MatchEvidence Evidence { get; init; } = new();

    /// <summary>The score as it stands.</summary>
    public double Score { get; private set; } = score;

    /// <summary>What the signals did to the score, in order.</summary>
    public IReadOnlyList<ScoreChange> Changes => _changes;

    /// <summary>Whether it was found to define a name that the question mentions.</summary>
    internal bool DefinesMention { get; set; }

    /// <summary>What the score cannot exceed once the text is known.</summary>
    internal double Limit { get; set; }

    /// <summary>Takes the text.</summary>
    /// <param name="record">The chunk, with its text.</param>
    public void Read(ChunkRecord record) => _record = record;

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
