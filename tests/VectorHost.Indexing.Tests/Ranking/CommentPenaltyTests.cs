using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class CommentPenaltyTests
{
    [TestCase("csharp", "/// <summary>Closes a session.</summary>\n/// <remarks>Once.</remarks>\nvoid Close();\n", 67)]
    [TestCase("java", "/**\n\n   Closes a session, once.\n */\nvoid close();\n", 75)]
    [TestCase("java", " * Closes a session,\n * once.\n */\nvoid close();\n", 75)]
    [TestCase("c", "/* Closes a session. */\n#include <session.h>\nvoid close();\n", 33)]
    [TestCase("python", "# Closes a session,\n# once.\nclose()\nopen()\n", 50)]
    [TestCase("lua", "--[[ Closes\na session ]]\n-- once\nclose()\n", 75)]
    [TestCase("haskell", "-- | Closes a session.\nclose :: Session -> IO ()\n", 50)]
    [TestCase("rust", "//! Sessions.\n//! They close.\n", 100)]
    public void A_chunk_is_lowered_by_the_share_of_its_comments(string language, string text, int percent)
    {
        RankingCandidate candidate = Candidate("src/session", text, language: language);

        new CommentPenalty().Apply(new SearchQuery("close a session"), [candidate]);

        Assert.That(candidate.Score, Is.EqualTo(1 - (0.35 * ((percent / 100.0) - 0.1) / 0.9)).Within(0.002));
        Assert.That(candidate.Changes.Single().Reason, Is.EqualTo($"{percent} % of its lines are comments"));
    }

    [TestCase("csharp", "void Close()\n{\n    // Once.\n    _a.Close();\n    _b.Close();\n    _c.Close();\n    _d.Close();\n    _e.Close();\n    _f.Close();\n}\n")]
    [TestCase("c", "#include <session.h>\n#define CLOSED 1\n")]
    [TestCase("rust", "#[derive(Debug)]\nstruct Session;\n")]
    [TestCase("markdown", "# Sessions\n\n# Closing\n")]
    [TestCase("yaml", "# Sessions\nclose: true\n")]
    [TestCase("text", "// Sessions\n")]
    [TestCase("csharp", "")]
    public void What_is_code_or_no_program_is_left_alone(string language, string text)
    {
        RankingCandidate candidate = Candidate("src/session", text, language: language);

        new CommentPenalty().Apply(new SearchQuery("close a session"), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [TestCase("CloseSession", false)]
    [TestCase("where is CloseSession called", true)]
    public void Who_asks_for_a_name_alone_wants_what_defines_it_however_well_it_is_documented(string question, bool isLowered)
    {
        RankingCandidate candidate = Candidate("src/Session.cs", "/// Closes\n/// a session.\nvoid CloseSession();\n", language: "csharp");

        new CommentPenalty().Apply(new SearchQuery(question), [candidate]);

        Assert.That(candidate.Score, isLowered ? Is.LessThan(1) : Is.EqualTo(1));
    }
}
