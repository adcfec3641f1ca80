using System.Numerics.Tensors;
using VectorHost.Plugins.Sqlite.Search;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Tests.Search;

/// <summary>Searching codes, against comparing every vector.</summary>
[TestFixture]
public sealed class CodeScanTests
{
    [Test]
    public void An_exact_search_finds_what_comparing_every_vector_finds_score_by_score(
        [Values(1, 20, 384)] int dimensions, [Values(1, 300, 17_000)] int top)
    {
        float[][] vectors = RandomVectors.Clustered(16_500, dimensions, seed: 11);
        using CodeImage image = Encode(vectors);
        foreach (float[] query in RandomVectors.Clustered(2, dimensions, seed: 11).Concat(RandomVectors.Uniform(2, dimensions, seed: 12)))
        {
            Assert.That(Search(image, query, top, isExact: true).SequenceEqual(Compare(vectors, query, top)), Is.True);
        }
    }

    [Test]
    public void Equal_scores_are_ordered_by_id_in_both_ways([Values] bool isExact)
    {
        // Each vector five hundred times.
        float[][] different = RandomVectors.Clustered(100, 64, seed: 13);
        float[][] vectors = [.. Enumerable.Range(0, 50_000).Select(row => different[row % different.Length])];
        using CodeImage image = Encode(vectors);

        Assert.That(Search(image, different[7], 20, isExact), Is.EqualTo(Compare(vectors, different[7], 20)));
    }

    [Test]
    public void Scores_that_rounding_carries_past_one_are_ordered_by_id()
    {
        float[] vector = [.. RandomVectors.Uniform(1, 64, seed: 14)[0].Select(coordinate => coordinate * 1.000_001f)];
        float[][] vectors = [.. Enumerable.Range(0, 20_000).Select(row => row % 10 == 0 ? vector : [.. vector.Select(coordinate => -coordinate)])];
        using CodeImage image = Encode(vectors);

        Candidate[] found = Search(image, vector, 4_000, isExact: true);

        Assert.That(found.SequenceEqual(Compare(vectors, vector, 4_000)), Is.True);
        Assert.That(found.Select(candidate => candidate.Score).Distinct(), Is.EqualTo(new[] { 1f, -1f }));
    }

    [Test]
    public void A_search_by_bits_misses_less_than_one_in_two_hundred(
        [Values(64, 256, 300)] int dimensions, [Values(BitForm.Plain, BitForm.Centered)] object form)
    {
        float[][] vectors = RandomVectors.Clustered(20_040, dimensions, seed: 15);
        using CodeImage image = Encode(vectors[..20_000], (BitForm)form);
        double found = 0;
        foreach (float[] query in vectors[20_000..])
        {
            Candidate[] expected = Compare(vectors[..20_000], query, 10);
            Candidate[] actual = Search(image, query, 10, isExact: false);
            Assert.That(actual, Is.Ordered.Using<Candidate>((left, right) => left.IsBetterThan(right) ? -1 : 1));
            found += actual.Intersect(expected).Count() / 10.0;
        }

        // Whole candidates are compared: their scores are the float32 ones.
        Assert.That(found / 40, Is.GreaterThanOrEqualTo(0.995));
    }

    [Test]
    public void Of_some_rows_only_those_are_found()
    {
        float[][] vectors = RandomVectors.Clustered(9_000, 64, seed: 16);
        using CodeImage image = Encode(vectors);
        int[] rows = [.. Enumerable.Range(0, 9_000).Where(row => row % 3 == 1)];
        TopCandidates top = new(25);

        bool isComplete = new CodeScan(image, new QueryVector(vectors[0], isExact: false, vectors.Length), top)
            .TryScore([.. rows.Select(row => (long)RowIdOf(row))], CancellationToken.None);

        Assert.That(isComplete, Is.True);
        Assert.That(top.Drain(), Is.EqualTo(Compare(vectors, vectors[0], 25, rows)));
    }

    [Test]
    public void A_row_that_is_not_there_is_noticed([Values(-1, 1, 30_000)] long rowId)
    {
        using CodeImage image = Encode(RandomVectors.Clustered(9_000, 64, seed: 17));
        CodeScan scan = new(image, new QueryVector(RandomVectors.Uniform(1, 64, seed: 18)[0], isExact: true, 9_000), new TopCandidates(3));

        Assert.That(scan.TryScore([RowIdOf(4), rowId], CancellationToken.None), Is.False);
    }

    [Test]
    public void A_cancelled_search_stops()
    {
        using CodeImage image = Encode(RandomVectors.Clustered(5_000, 64, seed: 19));
        CodeScan scan = new(image, new QueryVector(RandomVectors.Uniform(1, 64, seed: 18)[0], isExact: true, 9_000), new TopCandidates(3));

        Assert.That(() => scan.ScoreAll(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void The_best_so_many_are_kept_whatever_the_order_of_offers([Values(1, 2, 7, 299, 300, 1_000)] int capacity)
    {
        Random random = new(capacity);
        Candidate[] offered = [.. Enumerable.Range(0, 300).Select(row => Candidate.Of(random.Next(20) / 20f, IdOf(random.Next(50)), row))];
        TopCandidates top = new(capacity);
        foreach (Candidate candidate in offered)
        {
            top.Offer(candidate);
        }

        Candidate[] expected = [.. offered.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Id).Take(capacity)];
        Assert.That(top.Drain().Select(candidate => (candidate.Score, candidate.Id)), Is.EqualTo(expected.Select(candidate => (candidate.Score, candidate.Id))));
        Assert.That(top.Drain(), Is.Empty);
    }

    private static CodeImage Encode(float[][] vectors, BitForm form = BitForm.Centered)
    {
        CodeLayout layout = new(vectors.Length, vectors[0].Length, form);
        using CodeMemory memory = new(layout);
        CodeBuilder builder = new(layout, memory);
        for (int row = 0; row < vectors.Length; row++)
        {
            vectors[row].CopyTo(builder.Add(RowIdOf(row), IdOf(row)));
        }

        return memory.ToImage(builder.Complete(CancellationToken.None));
    }

    private static Candidate[] Search(CodeImage image, float[] query, int count, bool isExact)
    {
        TopCandidates top = new(count);
        new CodeScan(image, new QueryVector(query, isExact, image.Layout.Count), top).ScoreAll(CancellationToken.None);
        return top.Drain();
    }

    private static Candidate[] Compare(float[][] vectors, float[] query, int count, IEnumerable<int>? rows = null) =>
    [
        .. (rows ?? Enumerable.Range(0, vectors.Length))
            .Select(row => Candidate.Of(TensorPrimitives.Dot<float>(query, vectors[row]), IdOf(row), RowIdOf(row)))
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Id).Take(count),
    ];

    /// <summary>Rising, with gaps.</summary>
    private static int RowIdOf(int row) => (3 * row) + 2;

    /// <summary>In another order than the rows.</summary>
    private static Guid IdOf(int row) => new(unchecked(row * 0x5bd1e995), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
