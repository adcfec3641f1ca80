using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class TermSearchTests
{
    [Test]
    public void Scores_and_order_are_those_of_the_formula([Range(1, 12)] int seed)
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(seed, files: 20 * seed);
        using RepositorySnapshot snapshot = folder.Open(corpus);
        NaiveBm25 naive = new(corpus);
        Random random = new(seed);
        for (int i = 0; i < 20; i++)
        {
            string query = Corpus.RandomText(random, longest: 12);
            int top = random.Next(1, 60);
            AssertSame(snapshot.SearchTerms(query, top), naive.Search(query, top), query);

            HashSet<int> wanted = [.. Enumerable.Range(0, snapshot.FileCount).Where(_ => random.Next(4) == 0)];
            AssertSame(snapshot.SearchTerms(query, top, wanted.Contains), naive.Search(query, top, wanted.Contains), query);
        }
    }

    [Test]
    public void The_best_chunk_comes_first_wherever_it_lies()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus()
            .Add("a.txt", "one plugin among many words that are about something else", "nothing here")
            .Add("b.txt", "plugin loader"));

        Assert.That(Paths(snapshot, "plugin loader"), Is.EqualTo(new[] { "b.txt", "a.txt" }));
    }

    [Test]
    public void Equal_chunks_score_equally_and_come_in_their_order()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add("x.txt", [.. Enumerable.Repeat("same words here", 50)]));
        IReadOnlyList<TermHit> hits = snapshot.SearchTerms("words same", 20);

        Assert.That(hits.Select(hit => hit.ChunkIndex), Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(hits.Select(hit => hit.Score).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_name_is_found_by_its_whole_and_by_its_parts()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add("x.txt", "void getUserName()").Add("y.txt", "other"));

        Assert.That(Paths(snapshot, "get_user_name"), Is.EqualTo(new[] { "x.txt" }));
        Assert.That(Paths(snapshot, "users"), Is.EqualTo(new[] { "x.txt" }));
    }

    [Test]
    public void A_file_is_found_by_its_name_and_by_its_nearest_three_folders()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus()
            .Add("zero/one/two/three/PluginScanner.cs", "x = 1")
            .Add("unrelated.cs", "y = 2"));

        foreach (string word in new[] { "scanner", "one", "two", "three" })
        {
            Assert.That(Paths(snapshot, word), Is.EqualTo(new[] { "zero/one/two/three/PluginScanner.cs" }), word);
        }

        Assert.That(Paths(snapshot, "zero"), Is.Empty);
        Assert.That(Paths(snapshot, "cs"), Is.Empty);
    }

    [Test]
    public void The_name_of_a_hidden_file_is_all_of_it()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add(".gitignore", "bin"));

        Assert.That(Paths(snapshot, "gitignore"), Has.Exactly(1).Items);
    }

    [Test]
    public void A_repeated_term_counts_once()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(Corpus.Random(3));

        Assert.That(snapshot.SearchTerms("plugin plugin plugins", 5), Is.EqualTo(snapshot.SearchTerms("plugin", 5)));
    }

    [Test]
    public void Words_that_only_ask_are_left_out()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus()
            .Add("a.txt", "where are these from, and what does this do for us")
            .Add("b.txt", "plugins loaded"));

        Assert.That(Paths(snapshot, "where are plugins loaded"), Is.EqualTo(new[] { "b.txt" }));
    }

    [Test]
    public void Words_that_only_ask_are_kept_when_there_are_no_others()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add("a.txt", "for each").Add("b.txt", "while"));

        Assert.That(Paths(snapshot, "for"), Is.EqualTo(new[] { "a.txt" }));
    }

    [TestCase("")]
    [TestCase("?! ()")]
    [TestCase("zyxwvut")]
    public void A_question_without_known_terms_finds_nothing(string query)
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(Corpus.Random(3));

        Assert.That(snapshot.SearchTerms(query, 10), Is.Empty);
    }

    [Test]
    public void Every_term_of_a_large_vocabulary_is_found()
    {
        string[] words = [.. Enumerable.Range(0, 3_000).Select(i => $"w{(char)('a' + (i % 26))}{i * 7919 % 3_001:x}q")];
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add("z", words));

        Assert.That(words.Index().Where(word => snapshot.SearchTerms(word.Item, 1) is not [{ ChunkIndex: var c }] || c != word.Index), Is.Empty);
    }

    [Test]
    public void A_filter_is_asked_at_most_once_a_file_and_decides_before_ranking()
    {
        using SnapshotFolder folder = new();
        Corpus corpus = new();
        for (int i = 0; i < 500; i++)
        {
            corpus.Add($"f{i:D3}.txt", "plugin", "plugin plugin");
        }

        using RepositorySnapshot snapshot = folder.Open(corpus);
        List<int> asked = [];
        IReadOnlyList<TermHit> hits = snapshot.SearchTerms("plugin", 3, file =>
        {
            asked.Add(file);
            return file == 499;
        });

        Assert.That(hits.Select(hit => hit.ChunkIndex), Is.EquivalentTo(new[] { 998, 999 }));
        Assert.That(asked, Is.Unique);
    }

    [Test]
    public void Long_lists_give_the_scores_of_the_formula()
    {
        using SnapshotFolder folder = new();
        Random random = new(7);
        Corpus corpus = new();
        for (int i = 0; i < 100; i++)
        {
            corpus.Add($"{i:D3}", [.. Enumerable.Range(0, 1_000).Select(_ => random.Next(3) == 0 ? "common common" : "common rare" + random.Next(50))]);
        }

        using RepositorySnapshot snapshot = folder.Open(corpus);
        Assert.That(snapshot.ChunkCount, Is.EqualTo(100_000));
        foreach (string query in new[] { "common", "common rare7", "rare1 rare2 rare3" })
        {
            AssertSame(snapshot.SearchTerms(query, 200), new NaiveBm25(corpus).Search(query, 200), query);
        }
    }

    [Test]
    public void At_least_one_hit_must_be_asked_for()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(Corpus.Random(3));

        Assert.That(() => snapshot.SearchTerms("plugin", 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Files_score_as_the_formula_says_of_all_their_chunks_together([Range(1, 6)] int seed)
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(seed, files: 15 * seed);
        using RepositorySnapshot snapshot = folder.Open(corpus);
        NaiveBm25 naive = new(corpus);
        string query = Corpus.RandomText(new Random(seed), longest: 12) + " plugin";

        using TermMatches matches = snapshot.MatchTerms(query);

        int[] files = [.. Enumerable.Range(0, snapshot.FileCount)];
        Assert.That(
            files.Select(matches.ScoreOfFile),
            Is.EqualTo(files.Select(file => naive.ScoreOfFile(query, file, snapshot.FileCount))).Within(1e-9));
    }

    [Test]
    public void Threads_may_search_one_snapshot_at_once()
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(5, files: 200);
        using RepositorySnapshot snapshot = folder.Open(corpus);
        List<TermHit> expected = new NaiveBm25(corpus).Search("plugin snapshot größe", 10);

        Parallel.For(0, 200, _ => AssertSame(snapshot.SearchTerms("plugin snapshot größe", 10), expected, "in parallel"));
    }

    private static IEnumerable<string> Paths(RepositorySnapshot snapshot, string query) => snapshot
        .SearchTerms(query, 10)
        .Select(hit => snapshot.GetFile(snapshot.GetFileOfChunk(hit.ChunkIndex)).Path);

    private static void AssertSame(IReadOnlyList<TermHit> hits, List<TermHit> expected, string query)
    {
        Assert.That(hits.Select(hit => hit.ChunkIndex), Is.EqualTo(expected.Select(hit => hit.ChunkIndex)), query);
        Assert.That(hits.Select(hit => hit.Score), Is.EqualTo(expected.Select(hit => hit.Score)).Within(1e-6), query);
    }
}
