using VectorHost.Indexing.Ranking;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class FileSaturationTests
{
    [Test]
    public void Each_further_chunk_of_a_file_counts_seven_tenths_of_the_one_before()
    {
        IReadOnlyList<RankedCandidate> taken = FileSaturation.Take(
            [Candidate("a", "a1", 1.0), Candidate("a", "a2", 0.8), Candidate("a", "a3", 0.8), Candidate("b", "b1", 0.5), Candidate("b", "b2", 0.4)], 5);

        Assert.That(taken.Select(item => item.Candidate.Record.Text), Is.EqualTo(new[] { "a1", "a2", "b1", "a3", "b2" }));
        Assert.That(
            taken.Select(item => item.Score), Is.EqualTo(new[] { 1.0, 0.8 * 0.7, 0.5, 0.8 * (0.7 * 0.7), 0.4 * 0.7 }).Within(1e-12));
    }

    [Test]
    public void Equal_chunks_are_taken_in_the_order_in_which_they_came()
    {
        IReadOnlyList<RankedCandidate> taken = FileSaturation.Take([Candidate("a", "first", 0.5), Candidate("b", "second", 0.5), Candidate("c", "third", 0.5)], 3);

        Assert.That(taken.Select(item => item.Candidate.Record.Text), Is.EqualTo(new[] { "first", "second", "third" }));
    }

    [Test]
    public void Files_of_one_path_in_two_repositories_are_two_files()
    {
        IReadOnlyList<RankedCandidate> taken = FileSaturation.Take([Candidate("a", "one", 1.0), Candidate("a", "other", 0.9, repository: "elsewhere")], 2);

        Assert.That(taken[1].Score, Is.EqualTo(0.9));
    }

    [Test]
    public void No_more_than_asked_for_are_taken() =>
        Assert.That(FileSaturation.Take([Candidate("a", "a1", 1.0), Candidate("b", "b1", 0.5)], 1), Has.Count.EqualTo(1));
}
