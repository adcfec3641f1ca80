using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class NamedFileBoostTests
{
    [TestCase("transport.py", "src/net/transport.py", null)]
    [TestCase("where is net/Transport.py?", "src/net/transport.py", null)]
    [TestCase("File \"/home/me/app/src/net/transport.py\", line 12", "src/net/transport.py", null)]
    [TestCase("at Net.Send() in C:\\app\\src\\Net.cs:line 12", "src/Net.cs", 12)]
    [TestCase("./src/net.go:12:5: undefined", "src/net.go", 12)]
    [TestCase("tests/net_test.go", "tests/net_test.go", null)]
    [TestCase("package.json", "package.json", null)]
    [TestCase("what does Node.js do", "lib/Node.js", null)]
    public void A_file_is_lifted_that_the_question_names(string question, string path, int? line)
    {
        SearchQuery query = new(question);
        RankingCandidate named = Candidate(path, "x");
        RankingCandidate other = Candidate("src/more_" + Path.GetFileName(path), "x");

        new NamedFileBoost().Apply(query, [named, other]);

        Assert.That(named.Score, Is.GreaterThan(1));
        Assert.That(other.Changes, Is.Empty);
        Assert.That(query.Files.Single().Line, Is.EqualTo(line));
    }

    [TestCase("where is package.json read", "package.json")]
    [TestCase("how are settings of book.toml overridden", "tests/books/basic/book.toml")]
    [TestCase("how does node.js start", "src/server.js")]
    [TestCase("cookies between requests in the Node.js client", "test/node.js")]
    [TestCase("which members of the workspace does Cargo.toml list", "crates/core/Cargo.toml")]
    [TestCase("version 3.12 of it", "src/12.cs")]
    [TestCase("transport.py", "src/transport/py.py")]
    public void A_file_is_not_lifted_that_is_only_spoken_of(string question, string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new NamedFileBoost().Apply(new SearchQuery(question), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [Test]
    public void A_name_that_fits_many_files_lifts_none_of_them_much()
    {
        RankingCandidate one = Candidate("src/main.rs", "x");
        RankingCandidate oneOfMany = Candidate("src/main.rs", "x");

        new NamedFileBoost().Apply(new SearchQuery("panicked at src/main.rs:12"), [one]);
        new NamedFileBoost().Apply(new SearchQuery("panicked at src/main.rs:12") { NamedFileCount = 10 }, [oneOfMany]);

        Assert.That(oneOfMany.Changes.Single().Amount, Is.EqualTo(one.Changes.Single().Amount / 10));
    }

    [Test]
    public void A_file_is_lifted_fully_where_its_name_is_all_that_is_asked()
    {
        RankingCandidate one = Candidate("src/main.rs", "x");
        RankingCandidate oneOfMany = Candidate("src/main.rs", "x");

        new NamedFileBoost().Apply(new SearchQuery("main.rs"), [one]);
        new NamedFileBoost().Apply(new SearchQuery("main.rs") { NamedFileCount = 10 }, [oneOfMany]);

        Assert.That(oneOfMany.Score, Is.EqualTo(one.Score));
    }

    [Test]
    public void Of_a_named_file_the_named_line_is_lifted_most()
    {
        RankingCandidate atLine = Candidate("src/net.go", "x", startLine: 10, endLine: 20);
        RankingCandidate elsewhere = Candidate("src/net.go", "x", startLine: 21, endLine: 30);

        new NamedFileBoost().Apply(new SearchQuery("panic at net.go:12"), [atLine, elsewhere]);

        Assert.That(atLine.Score, Is.GreaterThan(elsewhere.Score));
        Assert.That(elsewhere.Score, Is.GreaterThan(1));
    }
}
