using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class RankingSignalTests
{
    [TestCase("public sealed class Parser : Base", "Parser")]
    [TestCase("    internal static async Task<int> ParseAsync(string text)", "ParseAsync")]
    [TestCase("    def parse_all(self, text):", "parse_all")]
    [TestCase("  def self.build(options)", "build")]
    [TestCase("func (p *Parser) Next() Token {", "Next")]
    [TestCase("func NewParser(r io.Reader) *Parser {", "NewParser")]
    [TestCase("pub fn read_line(&mut self) -> Result<()> {", "read_line")]
    [TestCase("export default function render(tree) {", "render")]
    [TestCase("  connectedCallback() {", "connectedCallback")]
    [TestCase("type Options = { a: number }", "Options")]
    [TestCase("type Server struct {", "Server")]
    [TestCase("static inline int *find_node(struct tree *t, int key)", "find_node")]
    [TestCase("#define MAX_DEPTH 12", "MAX_DEPTH")]
    [TestCase("impl Iterator for Tokens {", "Iterator")]
    [TestCase("public void Save<T>(T item)", "Save")]
    public void A_chunk_that_defines_the_name_is_lifted(string line, string symbol)
    {
        RankingCandidate definition = Candidate("src/a.txt", $"first\n{line}\nlast");
        RankingCandidate other = Candidate("src/b.txt", "something else");

        new DefinitionBoost().Apply(new SearchQuery($"{symbol}()"), [definition, other]);

        Assert.That(definition.Score, Is.GreaterThan(other.Score));
        Assert.That(definition.Changes.Single().Reason, Does.Contain(symbol));
    }

    [TestCase("        return ParseAsync(text);", "ParseAsync")]
    [TestCase("        var parser = new Parser(text);", "Parser")]
    [TestCase("class Child : Parser", "Parser")]
    [TestCase("    await store.SaveAsync(records);", "SaveAsync")]
    [TestCase("    if (IsReady(x)) {", "IsReady")]
    [TestCase("import { render } from './render'", "render")]
    [TestCase("public sealed class ParserOptions", "Parser")]
    [TestCase("// Parser reads text", "Parser")]
    public void A_chunk_that_only_uses_the_name_is_not(string line, string symbol)
    {
        RankingCandidate use = Candidate("src/a.txt", line);

        new DefinitionBoost().Apply(new SearchQuery($"{symbol}()"), [use]);

        Assert.That(use.Changes, Is.Empty);
    }

    [Test]
    public void A_definition_in_a_file_of_its_name_counts_more()
    {
        RankingCandidate own = Candidate("src/Parser.cs", "class Parser");
        RankingCandidate foreign = Candidate("src/Other.cs", "class Parser");

        new DefinitionBoost().Apply(new SearchQuery("Parser.Next Parser()"), [own, foreign]);

        Assert.That(own.Score, Is.GreaterThan(foreign.Score));
    }

    [TestCase("TemplateSyntaxError", true, "TemplateSyntaxError")]
    [TestCase("get_template", true, "get_template")]
    [TestCase("Environment.get_template()", true, "get_template")]
    [TestCase("std::vector::push_back", true, "push_back")]
    [TestCase("node->next", true, "next")]
    [TestCase("where is HttpClient disposed", false, "HttpClient")]
    [TestCase("what calls `save()`?", false, "save")]
    public void Names_of_code_are_recognised_in_a_question(string text, bool isSymbol, string symbol)
    {
        SearchQuery query = new(text);

        Assert.That(query.IsSymbol, Is.EqualTo(isSymbol));
        Assert.That(query.Symbols, Is.EqualTo(new[] { symbol }));
    }

    [TestCase("how are templates parsed")]
    [TestCase("read-only file")]
    [TestCase("src/host/file.cs")]
    [TestCase("parser")]
    [TestCase("e.g. this")]
    public void Prose_is_not_taken_for_a_name(string text) => Assert.That(new SearchQuery(text).IsSymbol, Is.False);

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

    [TestCase("tests/Parsing/ParserCases.cs")]
    [TestCase("src/Acme.Tests/Thing.cs")]
    [TestCase("pkg/parser_test.go")]
    [TestCase("src/app.spec.ts")]
    [TestCase("lib/test_parser.py")]
    [TestCase("examples/basic/main.py")]
    [TestCase("src/legacy/Parser.cs")]
    [TestCase("pkg/__init__.py")]
    [TestCase("types/index.d.ts")]
    [TestCase("data/pages.json")]
    public void Files_that_are_seldom_the_answer_are_lowered(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Score, Is.LessThan(1));
    }

    [TestCase("src/latest/Contest.cs")]
    [TestCase("src/Attestation.cs")]
    [TestCase("src/parser.ts")]
    public void Other_files_are_not(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [Test]
    public void A_question_about_tests_does_not_lower_tests()
    {
        RankingCandidate candidate = Candidate("tests/ParserTests.cs", "x");

        new PathPenalty().Apply(new SearchQuery("tests of the parser"), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [Test]
    public void The_best_chunk_of_the_file_with_most_matches_is_lifted_most()
    {
        RankingCandidate best = Candidate("src/a.cs", "x", 0.5);
        RankingCandidate second = Candidate("src/a.cs", "y", 0.4);
        RankingCandidate lonely = Candidate("src/b.cs", "z", 0.5);

        new FileCoherence().Apply(new SearchQuery("anything"), [best, second, lonely]);

        Assert.That(best.Score, Is.GreaterThan(lonely.Score));
        Assert.That(second.Changes, Is.Empty);
    }

    [Test]
    public void No_candidates_are_no_trouble()
    {
        Assert.That(Ranker.Default.Rank(new SearchQuery("anything"), [], 10), Is.Empty);
    }

    private static RankingCandidate Candidate(string path, string text, double score = 1) => new(
        new ChunkRecord
        {
            Id = Guid.NewGuid(),
            Repository = "sample",
            Path = path,
            StartLine = 1,
            EndLine = 1,
            FileHash = "",
            ChunkHash = "",
            Language = "text",
            Text = text,
        },
        score);
}
