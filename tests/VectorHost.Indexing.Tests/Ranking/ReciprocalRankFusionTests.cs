using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class ReciprocalRankFusionTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = new("00000000-0000-0000-0000-00000000000c");

    [Test]
    public void What_is_first_everywhere_scores_one()
    {
        ReciprocalRankFusion fusion = new();
        fusion.Add([A, B], 0.3);
        fusion.Add([A, C], 0.7);

        (Guid id, double score) = fusion.Fuse()[0];

        Assert.That(id, Is.EqualTo(A));
        Assert.That(score, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void An_item_of_both_lists_beats_the_first_of_one()
    {
        ReciprocalRankFusion fusion = new();
        fusion.Add([A, B], 0.5);
        fusion.Add([C, B], 0.5);

        Assert.That(fusion.Fuse()[0].Id, Is.EqualTo(B));
    }

    [Test]
    public void The_score_is_the_weighted_sum_of_reciprocal_ranks_as_a_share_of_the_best_possible()
    {
        ReciprocalRankFusion fusion = new();
        fusion.Add([A, B], 0.4);
        fusion.Add([B], 0.6);

        double best = (0.4 / 61) + (0.6 / 61);
        Assert.That(fusion.Fuse().Single(item => item.Id == B).Score, Is.EqualTo(((0.4 / 62) + (0.6 / 61)) / best).Within(1e-12));
    }

    [Test]
    public void Equal_scores_are_ordered_by_id()
    {
        ReciprocalRankFusion fusion = new();
        fusion.Add([B], 0.5);
        fusion.Add([A], 0.5);

        Assert.That(fusion.Fuse().Select(item => item.Id), Is.EqualTo(new[] { A, B }));
    }
}
