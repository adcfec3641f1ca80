using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class RankingSignalTests
{
    [Test]
    public void A_chunk_that_defines_a_name_of_the_questions_words_is_lifted_by_its_share_of_them()
    {
        RankingCandidate both = Candidate("a.py", "def close_session(self):");
        RankingCandidate one = Candidate("b.py", "def close(self):");
        RankingCandidate use = Candidate("c.py", "    close_session(self)");

        new DefinedWordsBoost().Apply(new SearchQuery("how are sessions closed"), [both, one, use]);

        Assert.That(both.Score, Is.GreaterThan(one.Score));
        Assert.That(one.Score, Is.GreaterThan(1));
        Assert.That(use.Changes, Is.Empty);
    }

    [Test]
    public void A_rare_word_in_a_name_says_more_than_a_common_one()
    {
        RankingCandidate rare = Candidate("a.py", "def checksum(self):");
        RankingCandidate common = Candidate("b.py", "def file(self):");

        new DefinedWordsBoost().Apply(
            new SearchQuery("file checksum", new Dictionary<string, double> { ["file"] = 0.5, ["checksum"] = 6 }), [rare, common]);

        Assert.That(rare.Score, Is.GreaterThan(common.Score));
    }

    [Test]
    public void A_chunk_that_holds_a_mentioned_name_is_lifted_and_another_spelling_is_not()
    {
        RankingCandidate exact = Candidate("a.cs", "return parser.ReadToken();");
        RankingCandidate other = Candidate("b.cs", "return parser.readtoken();");

        new ExactNameBoost().Apply(new SearchQuery("what calls ReadToken"), [exact, other]);

        Assert.That(exact.Score, Is.GreaterThan(1));
        Assert.That(other.Changes, Is.Empty);
    }

    [Test]
    public void A_file_that_fits_as_a_whole_lifts_its_chunks()
    {
        RankingCandidate fitting = Candidate("a.cs", "x", fileTerms: 1);
        RankingCandidate other = Candidate("b.cs", "x", fileTerms: 0.2);

        new FileTermsBoost().Apply(new SearchQuery("anything"), [fitting, other]);

        Assert.That(fitting.Score, Is.GreaterThan(other.Score));
    }

    [Test]
    public void A_file_named_with_the_questions_words_is_lifted_by_its_share_of_them()
    {
        RankingCandidate both = Candidate("src/TokenParser.cs", "x");
        RankingCandidate one = Candidate("src/Parser.cs", "x");
        RankingCandidate none = Candidate("src/Other.cs", "x");

        new PathWordsBoost().Apply(new SearchQuery("how does the token parser work"), [both, one, none]);

        Assert.That(both.Score, Is.GreaterThan(one.Score));
        Assert.That(one.Score, Is.GreaterThan(none.Score));
        Assert.That(none.Changes, Is.Empty);
    }

    [Test]
    public void Chunks_of_the_file_with_most_matches_are_lifted_most()
    {
        RankingCandidate best = Candidate("src/a.cs", "x", 0.5);
        RankingCandidate second = Candidate("src/a.cs", "y", 0.4);
        RankingCandidate lonely = Candidate("src/b.cs", "z", 0.5);

        new FileCoherence().Apply(new SearchQuery("anything"), [best, second, lonely]);

        Assert.That(best.Score, Is.GreaterThan(lonely.Score));
        Assert.That(second.Score - 0.4, Is.EqualTo(best.Score - 0.5).Within(1e-12));
    }

    [Test]
    public void Every_signal_can_be_left_out_and_only_it()
    {
        foreach (string signal in Ranker.Default.SignalNames)
        {
            Assert.That(Ranker.Default.Without(signal).SignalNames, Is.EqualTo(Ranker.Default.SignalNames.Except([signal])));
        }

        Assert.That(() => Ranker.Default.Without("nonsense"), Throws.ArgumentException.With.Message.Contains("file coherence"));
        Assert.That(Ranker.None.SignalNames, Is.Empty);
    }

    [Test]
    public void No_candidates_are_no_trouble()
    {
        Assert.That(Ranker.Default.Rank(new SearchQuery("anything"), [], 10), Is.Empty);
    }
}
