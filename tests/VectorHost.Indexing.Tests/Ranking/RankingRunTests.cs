using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class RankingRunTests
{
    private static readonly string[] Questions =
    [
        "close the session", "where is a token parsed and read", "ReadToken", "Table::Open", "tests of the parser",
        "cannot read token: no such file", "x", "token at Open.cc:3 called by src/Session.cs", "Session.cs", "what opens the table of sessions in docs",
    ];

    private static readonly string[] Words = ["close", "session", "sessions", "read", "Token", "token", "parse", "Open", "Table", "file", "such", "no", "cannot", "the", "of"];

    private static readonly string[] Lines =
    [
        "def {0}_{1}(self):", "public void {0}{1}({2} value)", "class {1}:", "    return {0}.{1}({2});", "// {0} {1} {2}",
        "Status {0}::{1}() {{", "throw new Error(\"{0} {1} {2}\");", "from .{0} import {1}", "export * from '{0}';", "{0} = {1}",
    ];

    private static readonly string[] Paths =
    [
        "src/Session.cs", "src/table/Open.cc", "tests/SessionTests.cs", "docs/close.md", "lib/{0}/index.ts", "pkg/__init__.py",
        "src/{0}_{1}.py", "examples/{0}.js", "src/locales/de.ts", "vendor/{0}.c", "types/{1}.d.ts", "data/{0}.json",
    ];

    [Test]
    public void Reading_as_little_as_it_takes_finds_what_reading_everything_finds([Range(1, 30)] int seed)
    {
        Random random = new(seed);
        foreach (string question in Questions)
        {
            List<ChunkRecord> records = RandomRecords(random, count: random.Next(1, 300));
            double[] scores = [.. records.Select(_ => random.NextDouble())];
            int top = random.Next(1, 25);
            Ranker ranker = random.Next(4) == 0 ? Ranker.Default.Without("file saturation") : Ranker.Default;
            SearchQuery query = new(question);
            IReadOnlyList<RankedCandidate> expected = ApplyAll(ranker, query, [.. records.Select((record, i) => Candidate(record, scores[i], isRead: true))], top);

            RankingRun run = ranker.Begin(query, [.. records.Select((record, i) => Candidate(record, scores[i], isRead: i % 7 == 0))], top);
            ReadAll(run, records, most: random.Next(1, 60));

            Assert.That(Describe(run.Complete()), Is.EqualTo(Describe(expected)), question);
        }
    }

    [Test]
    public void No_text_lifts_a_candidate_above_the_limit_that_its_signal_told([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        foreach (string question in Questions)
        {
            SearchQuery query = new(question);
            foreach (ChunkRecord record in RandomRecords(random, count: 100))
            {
                RankingCandidate candidate = Candidate(record, random.NextDouble() * 3, isRead: true);
                foreach (ITextSignal signal in Signals().OfType<ITextSignal>())
                {
                    double limit = signal.LimitOf(query, candidate, candidate.Score);
                    double limitOfMore = signal.LimitOf(query, candidate, candidate.Score + 0.1);
                    signal.Apply(query, [candidate]);

                    Assert.That(candidate.Score, Is.LessThanOrEqualTo(limit + 1e-12), $"{signal.Name}, '{question}', {record.Path}:\n{record.Text}");
                    Assert.That(limitOfMore, Is.GreaterThanOrEqualTo(limit), signal.Name);
                }
            }
        }
    }

    [Test]
    public void What_a_text_signal_says_of_a_candidate_does_not_depend_on_the_others([Range(1, 5)] int seed)
    {
        Random random = new(seed);
        List<ChunkRecord> records = RandomRecords(random, count: 50);
        foreach (string question in Questions)
        {
            foreach (ITextSignal signal in Signals().OfType<ITextSignal>())
            {
                List<RankingCandidate> together = [.. records.Select(record => Candidate(record, 1, isRead: true))];
                signal.Apply(new SearchQuery(question), together);
                foreach (RankingCandidate one in together)
                {
                    RankingCandidate alone = Candidate(one.Record, 1, isRead: true);
                    signal.Apply(new SearchQuery(question), [alone]);
                    Assert.That(alone.Score, Is.EqualTo(one.Score), $"{signal.Name}, '{question}'");
                }
            }
        }
    }

    [Test]
    public void Candidates_that_cannot_reach_the_list_are_not_read()
    {
        List<ChunkRecord> records = RandomRecords(new Random(1), count: 400);
        double[] scores = [.. records.Select((_, i) => i < 20 ? 10.0 - (i / 10.0) : 0.1)];
        List<RankingCandidate> candidates = [.. records.Select((record, i) => Candidate(record with { Path = $"src/{i}.cs" }, scores[i], isRead: false))];

        RankingRun run = Ranker.Default.Begin(new SearchQuery("unrelated"), candidates, top: 10);
        int read = ReadAll(run, records, most: 16);

        Assert.That(read, Is.InRange(10, 32));
        Assert.That(run.Complete(), Has.Count.EqualTo(10));
    }

    [Test]
    public void What_cannot_be_read_any_more_makes_room_for_the_next()
    {
        List<ChunkRecord> records = RandomRecords(new Random(2), count: 60);
        List<RankingCandidate> candidates = [.. records.Select((record, i) => Candidate(record with { Path = $"src/{i}.cs" }, 100 - i, isRead: false))];

        RankingRun run = Ranker.Default.Begin(new SearchQuery("unrelated"), candidates, top: 10);
        ReadAll(run, records[5..], most: 8);

        Assert.That(run.Complete().Select(ranked => ranked.Candidate.Id), Is.EqualTo(records.Skip(5).Take(10).Select(record => record.Id)));
    }

    [Test]
    public void A_signal_that_is_shown_texts_and_does_not_say_so_fails_at_once()
    {
        RankingCandidate candidate = Candidate(RandomRecords(new Random(3), count: 1)[0], 1, isRead: false);

        Assert.That(() => candidate.Text, Throws.InvalidOperationException.With.Message.Contains(nameof(ITextSignal)));
        Assert.That(() => Ranker.Default.Rank(new SearchQuery("a question"), [candidate], 1), Throws.ArgumentException.With.Message.Contains("begin"));
    }

    [Test]
    public void Signals_that_need_all_candidates_come_before_those_that_read_texts() =>
        Assert.That(
            () => new Ranker([new PhraseBoost(), new FileCoherence()]),
            Throws.ArgumentException.With.Message.Contains("'file coherence' has to come before"));

    private static IReadOnlyList<IRankingSignal> Signals() =>
    [
        new FileTermsBoost(), new FileCoherence(), new PathWordsBoost(), new DefinedWordsBoost(), new DefinitionBoost(),
        new ExactNameBoost(), new PhraseBoost(), new PathPenalty(), new CommentPenalty(), new NamedFileBoost(), new PathPenalty(PathKind.Test),
    ];

    /// <summary>Every signal sees every candidate, as if texts cost nothing.</summary>
    private static IReadOnlyList<RankedCandidate> ApplyAll(Ranker ranker, SearchQuery query, List<RankingCandidate> candidates, int top)
    {
        foreach (IRankingSignal signal in Signals().Take(Ranker.Default.SignalNames.Count - 1))
        {
            signal.Apply(query, candidates);
        }

        FileSaturation saturation = new(ranker.SignalNames.Contains("file saturation") ? FileSaturation.Decay : 1);
        candidates.ForEach(saturation.Add);
        return saturation.Take(top);
    }

    private static int ReadAll(RankingRun run, List<ChunkRecord> records, int most)
    {
        int read = 0;
        while (run.FindUnread(most) is { Count: > 0 } unread)
        {
            Assert.That(unread, Has.Count.LessThanOrEqualTo(most));
            read += unread.Count;
            foreach (RankingCandidate candidate in unread)
            {
                if (records.Find(record => record.Id == candidate.Id) is { } record)
                {
                    candidate.Read(record);
                }
            }
        }

        return read;
    }

    private static IEnumerable<string> Describe(IReadOnlyList<RankedCandidate> ranked) => ranked.Select(item =>
        $"{item.Candidate.Id} {item.Score:R}: {string.Join("; ", item.Candidate.Changes.Select(change => $"{change.Signal} {change.Amount:R} {change.Reason}"))}");

    private static RankingCandidate Candidate(ChunkRecord record, double score, bool isRead)
    {
        RankingCandidate candidate = new(record.Id, new CandidateFile(record.Repository, record.Path, record.Language), score)
        {
            Evidence = new MatchEvidence { FileTerms = score / 4 },
        };
        if (isRead)
        {
            candidate.Read(record);
        }

        return candidate;
    }

    private static List<ChunkRecord> RandomRecords(Random random, int count)
    {
        string Word() => Words[random.Next(Words.Length)];
        string Fill(string format) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Word(), Word(), Word());
        return [.. Enumerable.Range(0, count).Select(_ => new ChunkRecord
        {
            Id = new Guid([.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]),
            Repository = random.Next(5) == 0 ? "other" : "sample",
            Path = Fill(Paths[random.Next(Paths.Length)]),
            StartLine = 1,
            EndLine = 9,
            FileHash = "",
            ChunkHash = "",
            Language = "text",
            Text = string.Join('\n', Enumerable.Range(0, random.Next(8)).Select(_ => Fill(Lines[random.Next(Lines.Length)]))),
        })];
    }
}
