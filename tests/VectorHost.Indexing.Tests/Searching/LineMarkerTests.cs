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

    [Test]
    public void The_line_that_the_question_names_is_marked_alone()
    {
        string[] lines = ["render(template)", "x = 1", "render(template)"];

        IReadOnlyList<bool> marks = new LineMarker("render(template) failed at src/app/view.py:11").Mark("app/view.py", firstLine: 10, lines);

        Assert.That(marks, Is.EqualTo(new[] { false, true, false }));
    }

    [TestCase("view.py:13", "app/view.py")]
    [TestCase("view.py:9", "app/view.py")]
    [TestCase("view.py:11", "app/review.py")]
    [TestCase("view.py", "app/view.py")]
    public void Where_another_line_is_named_or_none_words_decide(string place, string path)
    {
        string[] lines = ["render(template)", "x = 1", "y = 2"];

        Assert.That(new LineMarker($"render {place}").Mark(path, firstLine: 10, lines), Is.EqualTo(new[] { true, false, false }));
    }
}
