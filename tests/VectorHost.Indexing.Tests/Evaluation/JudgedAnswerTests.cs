using VectorHost.Abstractions;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Searching;

namespace VectorHost.Indexing.Tests.Evaluation;

public sealed class JudgedAnswerTests
{
    [Test]
    public void The_best_place_at_the_top_is_a_perfect_answer()
    {
        JudgedAnswer answer = Judge([Place("a.cs")], Hit("a.cs", 1, 10), Hit("b.cs", 1, 10));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Ndcg, Is.EqualTo(1));
            Assert.That(answer.ReciprocalRank, Is.EqualTo(1));
            Assert.That(answer.Recall(1), Is.EqualTo(1));
        }
    }

    [Test]
    public void Two_places_at_ranks_two_and_four_give_what_the_formulas_say()
    {
        JudgedAnswer answer = Judge(
            [Place("a.cs"), Place("b.cs")], Hit("x.cs", 1, 2), Hit("b.cs", 1, 2), Hit("y.cs", 1, 2), Hit("a.cs", 1, 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Ranks, Is.EqualTo(new int?[] { 4, 2 }));
            Assert.That(answer.Ndcg, Is.EqualTo(((1 / Math.Log2(3)) + (1 / Math.Log2(5))) / (1 + (1 / Math.Log2(3)))).Within(1e-12));
            Assert.That(answer.ReciprocalRank, Is.EqualTo(0.5));
            Assert.That(answer.Recall(1), Is.Zero);
            Assert.That(answer.Recall(2), Is.EqualTo(0.5));
            Assert.That(answer.Recall(5), Is.EqualTo(1));
        }
    }

    [Test]
    public void A_place_counts_once_however_many_chunks_show_it()
    {
        JudgedAnswer answer = Judge([Place("a.cs")], Hit("a.cs", 1, 10), Hit("a.cs", 11, 20), Hit("a.cs", 21, 30));

        Assert.That(answer.Ndcg, Is.EqualTo(1));
        Assert.That(answer.Recall(10), Is.EqualTo(1));
    }

    [TestCase(5, 9, 1)]
    [TestCase(10, 14, 1)]
    [TestCase(14, 30, 1)]
    [TestCase(1, 4, 0)]
    [TestCase(15, 30, 0)]
    public void Lines_are_shown_by_a_chunk_that_has_one_of_them(int start, int end, double expected) =>
        Assert.That(Judge([Place("a.cs", 5, 14)], Hit("a.cs", start, end)).Ndcg, Is.EqualTo(expected));

    [Test]
    public void What_comes_after_the_tenth_is_not_seen()
    {
        RankedHit[] others = [.. Enumerable.Range(0, 10).Select(i => Hit($"other{i}.cs", 1, 2))];

        JudgedAnswer answer = Judge([Place("a.cs")], [.. others, Hit("a.cs", 1, 2)]);

        Assert.That(answer.FirstRank, Is.Null);
        Assert.That(answer.Ndcg, Is.Zero);
        Assert.That(answer.ReciprocalRank, Is.Zero);
    }

    [Test]
    public void More_places_than_the_list_holds_can_still_be_answered_perfectly()
    {
        ExpectedPlace[] places = [.. Enumerable.Range(0, 15).Select(i => Place($"f{i}.cs"))];

        JudgedAnswer answer = Judge(places, [.. places.Take(10).Select(place => Hit(place.Path, 1, 2))]);

        Assert.That(answer.Ndcg, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void No_hits_are_a_bad_answer() => Assert.That(Judge([Place("a.cs")]).Ndcg, Is.Zero);

    [Test]
    public void Without_lines_the_places_of_one_file_are_one()
    {
        LabelledQuery query = new() { Text = "q", Expected = [Place("a.cs", 1, 2), Place("a.cs", 8, 9), Place("b.cs")] };

        Assert.That(query.WithoutLines().Expected, Is.EqualTo(new[] { Place("a.cs"), Place("b.cs") }));
    }

    private static JudgedAnswer Judge(IReadOnlyList<ExpectedPlace> places, params RankedHit[] hits) =>
        JudgedAnswer.Judge(new LabelledQuery { Text = "q", Expected = places }, hits);

    private static ExpectedPlace Place(string path, int? start = null, int? end = null) => new() { Path = path, StartLine = start, EndLine = end };

    private static RankedHit Hit(string path, int start, int end) => new()
    {
        Rank = 1,
        Score = 1,
        Explanation = [],
        Record = new ChunkRecord
        {
            Id = Guid.NewGuid(),
            Repository = "sample",
            Path = path,
            StartLine = start,
            EndLine = end,
            FileHash = "",
            ChunkHash = "",
            Language = "csharp",
            Text = "",
        },
    };
}
