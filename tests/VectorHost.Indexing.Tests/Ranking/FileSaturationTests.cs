using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class FileSaturationTests
{
    [Test]
    public void Each_further_chunk_of_a_file_counts_seven_tenths_of_the_one_before()
    {
        IReadOnlyList<(string Item, double Score)> taken = FileSaturation.Take(
            [("a1", "a", 1.0), ("a2", "a", 0.8), ("a3", "a", 0.8), ("b1", "b", 0.5), ("b2", "b", 0.4)], 5);

        Assert.That(taken, Is.EqualTo(new[] { ("a1", 1.0), ("a2", 0.8 * 0.7), ("b1", 0.5), ("a3", 0.8 * (0.7 * 0.7)), ("b2", 0.4 * 0.7) }));
    }

    [Test]
    public void No_more_than_asked_for_are_taken() =>
        Assert.That(FileSaturation.Take([("a1", "a", 1.0), ("b1", "b", 0.5)], 1), Has.Count.EqualTo(1));
}
