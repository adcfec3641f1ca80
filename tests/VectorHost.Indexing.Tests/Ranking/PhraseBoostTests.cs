using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class PhraseBoostTests
{
    [TestCase("throw new Error(\"cannot create interface\");", 3, 2)]
    [TestCase("cannot_create an interface", 2, 1)]
    [TestCase("Cannot!! Create: and create (Interface)", 2, 2)]
    public void Words_of_the_question_in_their_order_lift_by_how_many_they_are(string text, int longest, int pairs)
    {
        RankingCandidate candidate = Candidate("a.cs", text);

        new PhraseBoost().Apply(new SearchQuery("Cannot create interface"), [candidate]);

        Assert.That(candidate.Changes.Single().Reason, Is.EqualTo($"has {longest} words in order"));
        Assert.That(candidate.Score - 1, Is.EqualTo((0.4 * (longest - 1) / 2) + (0.5 * pairs / 2) + (0.15 * Math.Max(longest - 2, 0))).Within(1e-12));
    }

    [TestCase("cannot create interface of type", "cannot create interface of type", 0.9 + (2 * 0.15))]
    [TestCase("in the end of it", "what is in the end of it", (0.4 * 4 / 6) + (0.5 * 4 / 6))]
    public void Telling_words_in_a_row_lift_more_than_words_that_only_ask(string text, string question, double amount)
    {
        RankingCandidate candidate = Candidate("a.cs", text);

        new PhraseBoost().Apply(new SearchQuery(question), [candidate]);

        Assert.That(candidate.Score - 1, Is.EqualTo(amount).Within(1e-12));
    }

    [TestCase("interface create cannot", "Cannot create interface")]
    [TestCase("nothing at all", "Cannot create interface")]
    [TestCase("interface", "interface")]
    public void Words_in_another_order_do_not(string text, string question)
    {
        RankingCandidate candidate = Candidate("a.cs", text);

        new PhraseBoost().Apply(new SearchQuery(question), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }
}
