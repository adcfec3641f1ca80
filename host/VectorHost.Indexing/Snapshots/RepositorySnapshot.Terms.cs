using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Snapshots;

/// <summary>Ranking by terms.</summary>
public sealed partial class RepositorySnapshot
{
    /// <summary>What the last question left for the next; questions at the same time make their own.</summary>
    private TermScratch? _spareScratch;

    /// <summary>
    /// Ranks chunks by BM25 over the terms of a question, any of which may match, in falling order of score, equal scores
    /// in the order of the chunks.
    /// </summary>
    /// <remarks>
    /// The question is cut into terms as the chunks were; a repeated term counts once; words such as <c>how</c> and
    /// <c>the</c> are left out unless there are no others. How telling a term is comes from the whole snapshot, whatever
    /// the filter.
    /// </remarks>
    /// <param name="query">The question, in words or names.</param>
    /// <param name="top">How many hits at the most.</param>
    /// <param name="includesFile">
    /// Whether chunks of the file with this number are wanted, decided before ranking; asked at most once a file, in the
    /// order of the files. All by default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is not positive.</exception>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public IReadOnlyList<TermHit> SearchTerms(string query, int top, Func<int, bool>? includesFile = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        using TermMatches matches = MatchTerms(query);
        return matches.FindBest(top, includesFile);
    }

    /// <summary>Scores all chunks and files by BM25 over the terms of a question, as <see cref="SearchTerms"/> does.</summary>
    /// <param name="query">The question, in words or names.</param>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public TermMatches MatchTerms(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return MatchTerms(QueryTerms.Words(query));
    }

    /// <summary>Scores all chunks and files by BM25 over terms as they are stored.</summary>
    /// <param name="terms">The terms, each once, as <see cref="ChooseTellingTerms"/> gives them.</param>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public TermMatches MatchTerms(IReadOnlyList<string> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        using MappedFile.Lease lease = _file.Hold();
        return new TermSearch(this, Interlocked.Exchange(ref _spareScratch, null) ?? new TermScratch(ChunkCount)).Match(terms);
    }

    /// <summary>Chooses the terms of a text that tell it from the rest of the repository: frequent in it, rare elsewhere.</summary>
    /// <param name="text">The text, such as a chunk's.</param>
    /// <param name="count">How many terms at the most.</param>
    /// <returns>Terms that at least two chunks hold, the most telling first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public IReadOnlyList<string> ChooseTellingTerms(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using MappedFile.Lease lease = _file.Hold();
        return new TellingTerms(this).Choose(text, count);
    }

    /// <summary>Takes back what a question needed.</summary>
    internal void Return(TermScratch scratch)
    {
        scratch.Clear();
        _spareScratch = scratch;
    }
}
