using VectorHost.Indexing.Searching;

namespace VectorHost.Indexing.Tests.Searching;

public sealed class LineMarkerTests
{
    [Test]
    public void The_line_that_shares_most_with_the_question_is_marked()
    {
        string[] lines = ["public void Save()", "{", "    WriteRecordToDisk(record);", "}"];

        IReadOnlyList<bool> marks = new LineMarker("where are records written to disk").Mark(lines);

        Assert.That(marks, Is.EqualTo(new[] { false, false, true, false }));
    }

    [Test]
    public void A_word_that_every_line_has_does_not_mark_them_all()
    {
        string[] lines = ["plugin a", "plugin b", "plugin unload", "plugin c"];

        Assert.That(new LineMarker("plugin unload").Mark(lines), Is.EqualTo(new[] { false, false, true, false }));
    }

    [Test]
    public void Nothing_is_marked_where_nothing_is_shared() =>
        Assert.That(new LineMarker("elephant").Mark(["int a = 1;", "return a;"]), Is.All.False);

    [Test]
    public void A_question_of_no_words_marks_nothing() => Assert.That(new LineMarker("++ --").Mark(["i++;"]), Is.All.False);
}
