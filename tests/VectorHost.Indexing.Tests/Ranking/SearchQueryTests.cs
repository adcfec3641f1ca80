using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class SearchQueryTests
{
    [TestCase("TemplateSyntaxError", true, "TemplateSyntaxError")]
    [TestCase("get_template", true, "get_template")]
    [TestCase("Environment.get_template()", true, "get_template")]
    [TestCase("std::vector::push_back", true, "push_back")]
    [TestCase("node->next", true, "next")]
    [TestCase("where is HttpClient disposed", false, "HttpClient")]
    [TestCase("what calls `save()`?", false, "save")]
    [TestCase("JSON", true, "JSON")]
    [TestCase("util:split", true, "split")]
    [TestCase("Grain", true, "Grain")]
    public void Names_of_code_are_recognised_in_a_question(string text, bool isSymbol, string symbol)
    {
        SearchQuery query = new(text);

        Assert.That(query.IsSymbol, Is.EqualTo(isSymbol));
        Assert.That(query.Symbols, Is.EqualTo(new[] { symbol }));
    }

    [TestCase("how are templates parsed")]
    [TestCase("read-only file")]
    [TestCase("src/host/file.cs")]
    [TestCase("e.g. this")]
    [TestCase("(:")]
    [TestCase("how is JSON read from URLs")]
    [TestCase("where is package.json read")]
    public void Prose_is_not_taken_for_a_name(string text) => Assert.That(new SearchQuery(text).Names, Is.Empty);

    [TestCase("parser", "parser")]
    [TestCase("forward.py", "py")]
    public void The_only_word_of_a_question_may_be_a_name_without_being_written_like_one(string text, string name)
    {
        SearchQuery query = new(text);

        Assert.That(query.Names.Single().Name, Is.EqualTo(name));
        Assert.That(query.Symbols, Is.Empty);
        Assert.That(query.IsSymbol, Is.False);
    }

    [Test]
    public void Qualifiers_are_kept_apart_from_the_name()
    {
        MentionedName name = new SearchQuery("std::vector::push_back").Names.Single();

        Assert.That(name.Name, Is.EqualTo("push_back"));
        Assert.That(name.Qualifiers, Is.EqualTo(new[] { "std", "vector" }));
    }
}
