using VectorHost.Plugins.Postgres.Records;

namespace VectorHost.Plugins.Postgres.Tests;

[TestFixture]
public sealed class StoredTextTests
{
    private static readonly string[] Parts = ["", "\0", "\u0001", "0", "1", "a", "\u0002", "\U0001F600"];

    private static readonly string[] Texts =
        [.. from first in Parts from second in Parts from third in Parts select first + second + third];

    [Test]
    public void Every_text_comes_back_and_none_holds_what_PostgreSQL_cannot_keep()
    {
        foreach (string text in Texts)
        {
            string stored = StoredText.Encode(text);

            Assert.That(stored, Does.Not.Contain("\0"));
            Assert.That(StoredText.Decode(stored), Is.EqualTo(text));
        }
    }

    [Test]
    public void A_text_begins_with_another_exactly_where_the_stored_forms_do()
    {
        foreach (string text in Texts)
        {
            foreach (string prefix in Texts)
            {
                Assert.That(
                    StoredText.Encode(text).StartsWith(StoredText.Encode(prefix), StringComparison.Ordinal),
                    Is.EqualTo(text.StartsWith(prefix, StringComparison.Ordinal)),
                    () => $"{Uri.EscapeDataString(text)} and {Uri.EscapeDataString(prefix)}");
            }
        }
    }

    [TestCase("class Program;")]
    [TestCase("\u0002 \uFFFF \U0001F600 \\0 \\u0000")]
    public void An_ordinary_text_is_stored_as_it_is(string text) =>
        Assert.That(StoredText.Encode(text), Is.SameAs(text));
}
