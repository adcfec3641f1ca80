using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class FileSaturationTests
{
    [Test]
    public void Each_further_chunk_of_a_file_counts_seven_tenths_of_the_one_before()
    {
        IReadOnlyList<RankedCandidate> taken = Take(
            5, Candidate("a", "a3", 0.7), Candidate("b", "b1", 0.5), Candidate("a", "a1", 1.0), Candidate("b", "b2", 0.4), Candidate("a", "a2", 0.8));

        Assert.That(taken.Select(item => item.Candidate.Text), Is.EqualTo(new[] { "a1", "a2", "b1", "a3", "b2" }));
        Assert.That(
            taken.Select(item => item.Score), Is.EqualTo(new[] { 1.0, 0.8 * 0.7, 0.5, 0.7 * (0.7 * 0.7), 0.4 * 0.7 }).Within(1e-12));
    }

    [Test]
    public void Equal_chunks_are_taken_in_the_order_of_their_ids([Values] bool ofOneFile)
    {
        RankingCandidate[] equal = [.. Enumerable.Range(0, 20).Select(i => Candidate(ofOneFile ? "a" : $"{i}", "x", 0.5))];

        IReadOnlyList<RankedCandidate> taken = Take(20, equal);

        Assert.That(taken.Select(item => item.Candidate.Id), Is.EqualTo(equal.Select(candidate => candidate.Id).Order()));
    }

    [Test]
    public void Of_equal_scores_that_which_decayed_most_comes_first()
    {
        IReadOnlyList<RankedCandidate> taken = Take(3, Candidate("a", "a1", 2.0), Candidate("b", "b1", 0.75), Candidate("a", "a2", 1.5));

        IReadOnlyList<RankedCandidate> halved = Take(0.5, 3, Candidate("a", "a1", 2.0), Candidate("b", "b1", 0.75), Candidate("a", "a2", 1.5));

        Assert.That(taken.Select(item => item.Candidate.Text), Is.EqualTo(new[] { "a1", "a2", "b1" }));
        Assert.That(halved.Select(item => item.Score), Is.EqualTo(new[] { 2.0, 0.75, 0.75 }));
        Assert.That(halved.Select(item => item.Candidate.Text), Is.EqualTo(new[] { "a1", "a2", "b1" }));
    }

    [Test]
    public void Files_of_one_path_in_two_repositories_are_two_files()
    {
        IReadOnlyList<RankedCandidate> taken = Take(2, Candidate("a", "one", 1.0), Candidate("a", "other", 0.9, repository: "elsewhere"));

        Assert.That(taken[1].Score, Is.EqualTo(0.9));
    }

    [Test]
    public void No_more_than_asked_for_are_taken_and_all_can_be_taken_again()
    {
        FileSaturation saturation = new();
        saturation.Add(Candidate("a", "a1", 1.0));
        saturation.Add(Candidate("b", "b1", 0.5));

        Assert.That(saturation.Take(1), Has.Count.EqualTo(1));
        saturation.Add(Candidate("b", "b2", 2.0));
        Assert.That(saturation.Take(5).Select(item => item.Candidate.Text), Is.EqualTo(new[] { "b2", "a1", "b1" }));
    }

    private static IReadOnlyList<RankedCandidate> Take(int top, params RankingCandidate[] candidates) => Take(FileSaturation.Decay, top, candidates);

    private static IReadOnlyList<RankedCandidate> Take(double decay, int top, params RankingCandidate[] candidates)
    {
        FileSaturation saturation = new(decay);
        Array.ForEach(candidates, saturation.Add);
        return saturation.Take(top);
    }
}
