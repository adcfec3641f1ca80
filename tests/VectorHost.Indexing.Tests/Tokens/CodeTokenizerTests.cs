using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Tests.Tokens;

public sealed class CodeTokenizerTests
{
    [TestCase("getUserName", "getusername get user name")]
    [TestCase("get_user_name", "getusername get user name")]
    [TestCase("GET_USER_NAME", "getusername get user name")]
    [TestCase("HTTPServer", "httpserver http server")]
    [TestCase("IOException", "ioexception io exception")]
    [TestCase("utf8Decoder", "utf8decoder utf8 decoder")]
    public void A_compound_name_gives_its_whole_and_its_parts(string text, string expected) =>
        Assert.That(Tokens(text), Is.EqualTo(expected));

    [TestCase("_name", "name")]
    [TestCase("__init__", "init")]
    [TestCase("name_", "name")]
    public void Underscores_around_a_simple_name_are_not_part_of_it(string text, string expected) =>
        Assert.That(Tokens(text), Is.EqualTo(expected));

    [TestCase("cache caches cached caching", "cach cach cach cach")]
    [TestCase("run running runs", "run run run")]
    [TestCase("call called calling", "call call call")]
    [TestCase("query queries", "query query")]
    [TestCase("index indexes indexing", "index index index")]
    [TestCase("match matches matching", "match match match")]
    [TestCase("class classes", "class class")]
    [TestCase("status this bus", "status this bus")]
    [TestCase("string thing red", "string thing red")]
    public void Forms_of_one_word_meet_in_its_stem(string text, string expected) =>
        Assert.That(Tokens(text), Is.EqualTo(expected));

    [Test]
    public void Single_letters_and_punctuation_are_dropped() =>
        Assert.That(Tokens("for (int i = 0; i < n; i++) { a[i] += 1; }"), Is.EqualTo("for int"));

    [Test]
    public void Each_character_of_a_script_without_spaces_is_a_token() =>
        Assert.That(Tokens("検索 index"), Is.EqualTo("検 索 index"));

    [Test]
    public void Words_of_other_alphabets_are_kept() => Assert.That(Tokens("größe Größe données"), Is.EqualTo("größe größe données"));

    [Test]
    public void A_word_too_long_to_be_a_name_is_dropped() =>
        Assert.That(Tokens($"first {new string('a', 65)} last"), Is.EqualTo("first last"));

    [Test]
    public void Only_the_name_of_several_parts_is_marked_as_whole()
    {
        List<string> wholes = [];
        foreach (Token token in new CodeTokenizer("openFile name", stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (token.IsWhole)
            {
                wholes.Add(token.Text.ToString());
            }
        }

        Assert.That(wholes, Is.EqualTo(new[] { "openfile" }));
    }

    private static string Tokens(string text)
    {
        List<string> tokens = [];
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            tokens.Add(token.Text.ToString());
        }

        return string.Join(' ', tokens);
    }
}
