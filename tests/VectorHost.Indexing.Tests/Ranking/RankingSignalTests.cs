using VectorHost.Indexing.Ranking;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

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
    [TestCase("const int kMaxLevels = 7;", "kMaxLevels")]
    [TestCase("MAX_RETRIES = 3", "MAX_RETRIES")]
    [TestCase("    private readonly Lock _gate;", "_gate")]
    [TestCase("Status TableBuilder::Finish() {", "Finish")]
    [TestCase("function util.split(text)", "split")]
    [TestCase("exports.render = function (tree) {", "render")]
    [TestCase("  onChange: (value) => setValue(value),", "onChange")]
    [TestCase("decodeStrict :: ByteString -> Maybe a", "decodeStrict")]
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
    [TestCase(" * static method lenient is deprecated", "lenient")]
    [TestCase("// class Parser", "Parser")]
    [TestCase("  builder.Finish();", "Finish")]
    [TestCase("  if (level == kMaxLevels) {", "kMaxLevels")]
    [TestCase("    limit = MAX_RETRIES", "MAX_RETRIES")]
    public void A_chunk_that_only_uses_the_name_is_not(string line, string symbol)
    {
        RankingCandidate use = Candidate("src/a.txt", line);

        new DefinitionBoost().Apply(new SearchQuery($"{symbol}()"), [use]);

        Assert.That(use.Changes, Is.Empty);
    }

    [Test]
    public void Of_a_qualified_name_the_definition_that_belongs_to_its_owner_counts_more()
    {
        RankingCandidate own = Candidate("src/format.cc", "Status Table::Open(int options) {");
        RankingCandidate foreign = Candidate("src/format.cc", "Status File::Open(int options) {");

        new DefinitionBoost().Apply(new SearchQuery("Table::Open"), [own, foreign]);

        Assert.That(own.Score, Is.GreaterThan(foreign.Score));
        Assert.That(own.Changes.Single().Reason, Is.EqualTo("defines Open of Table"));
    }

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

    [TestCase("throw new Error(\"cannot create interface\");", 3, 2)]
    [TestCase("cannot_create an interface", 2, 1)]
    [TestCase("Cannot!! Create: and create (Interface)", 2, 2)]
    public void Words_of_the_question_in_their_order_lift_by_how_many_they_are(string text, int longest, int pairs)
    {
        RankingCandidate candidate = Candidate("a.cs", text);

        new PhraseBoost().Apply(new SearchQuery("Cannot create interface"), [candidate]);

        Assert.That(candidate.Changes.Single().Reason, Is.EqualTo($"has {longest} words in order"));
        Assert.That(candidate.Score - 1, Is.EqualTo((0.4 * (longest - 1) / 2) + (0.5 * pairs / 2)).Within(1e-12));
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

    [Test]
    public void A_file_that_fits_as_a_whole_lifts_its_chunks()
    {
        RankingCandidate fitting = Candidate("a.cs", "x", fileTerms: 1);
        RankingCandidate other = Candidate("b.cs", "x", fileTerms: 0.2);

        new FileTermsBoost().Apply(new SearchQuery("anything"), [fitting, other]);

        Assert.That(fitting.Score, Is.GreaterThan(other.Score));
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
    [TestCase("JSON", true, "JSON")]
    [TestCase("util:split", true, "split")]
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
    [TestCase("how is JSON read from URLs")]
    [TestCase("where is package.json read")]
    public void Prose_is_not_taken_for_a_name(string text) => Assert.That(new SearchQuery(text).Names, Is.Empty);

    [Test]
    public void Qualifiers_are_kept_apart_from_the_name()
    {
        MentionedName name = new SearchQuery("std::vector::push_back").Names.Single();

        Assert.That(name.Name, Is.EqualTo("push_back"));
        Assert.That(name.Qualifiers, Is.EqualTo(new[] { "std", "vector" }));
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

    [TestCase("tests/Parsing/ParserCases.cs")]
    [TestCase("src/Acme.Tests/Thing.cs")]
    [TestCase("pkg/parser_test.go")]
    [TestCase("src/app.spec.ts")]
    [TestCase("lib/test_parser.py")]
    [TestCase("examples/basic/main.py")]
    [TestCase("src/legacy/Parser.cs")]
    [TestCase("types/index.d.ts")]
    [TestCase("data/pages.json")]
    [TestCase("src/UnitTests/Mapping.cs")]
    [TestCase("core/src/testFixtures/java/Util.java")]
    [TestCase("src/iter/test.rs")]
    [TestCase("rayon-demo/src/main.rs")]
    [TestCase("vendor/json/json.js")]
    [TestCase("README.md")]
    [TestCase("docs/source/guide.rst")]
    [TestCase("CHANGELOG")]
    [TestCase("src/TestApp/Program.cs")]
    [TestCase("js/test-parser.js")]
    [TestCase("src/Button.stories.tsx")]
    [TestCase("fuzz/parse.rs")]
    [TestCase("benches/parse.rs")]
    [TestCase("internal/mocks/store.go")]
    [TestCase("packages/docs/app/page.tsx")]
    [TestCase("docs/conf.py")]
    [TestCase("website/src/index.tsx")]
    [TestCase("src/tools/langref.html.in")]
    [TestCase("src/locales/de.ts")]
    [TestCase("locale/zh-CN/_lib/match/index.ts")]
    [TestCase("lib/i18n/pt_BR.rb")]
    public void Files_that_are_seldom_the_answer_are_lowered(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Score, Is.LessThan(1));
    }

    [TestCase("pkg/__init__.py", "# All of it.\nfrom .a import A\nfrom .b import B\n\n__all__ = ['A', 'B']", true)]
    [TestCase("src/index.ts", "export * from './a.js';\nexport { b } from './b.js';", true)]
    [TestCase("src/addDays/index.ts", "import { toDate } from '../toDate';\n\nexport function addDays(date, amount) {\n  return toDate(date);\n}", false)]
    public void An_index_of_a_package_is_lowered_if_all_it_does_is_pass_names_on(string path, string text, bool isLowered)
    {
        RankingCandidate candidate = Candidate(path, text);

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Score, isLowered ? Is.LessThan(1) : Is.EqualTo(1));
    }

    [TestCase("src/latest/Contest.cs")]
    [TestCase("src/Attestation.cs")]
    [TestCase("src/parser.ts")]
    [TestCase("doc/md_docs.go")]
    [TestCase("src/search/docs/Index.cs")]
    [TestCase("src/TestPlatform/Runner.cs")]
    [TestCase("src/testify.go")]
    [TestCase("src/mock/stub.go")]
    [TestCase("src/locales/en.ts")]
    [TestCase("src/locale/en-US/index.ts")]
    [TestCase("src/locales/registry.ts")]
    [TestCase("src/i18n/Translator.cs")]
    public void Other_files_are_not(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [TestCase("tests/ParserTests.cs", "tests of the parser")]
    [TestCase("docs/parser.md", "documentation of the parser")]
    [TestCase("samples/basic.cs", "examples of parsing")]
    [TestCase("src/locales/de.ts", "in which languages can the parser complain")]
    public void A_question_that_mentions_such_files_lowers_them_less(string path, string question)
    {
        RankingCandidate mentioned = Candidate(path, "x");
        RankingCandidate unmentioned = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery(question), [mentioned]);
        new PathPenalty().Apply(new SearchQuery("parser"), [unmentioned]);

        Assert.That(mentioned.Score, Is.GreaterThan(unmentioned.Score).And.LessThan(1));
        Assert.That(mentioned.Changes.Single().Reason, Does.EndWith("which the question mentions"));
    }

    [Test]
    public void Files_of_the_wanted_kind_are_left_alone()
    {
        RankingCandidate test = Candidate("tests/ParserTests.cs", "x");
        RankingCandidate example = Candidate("examples/Parser.cs", "x");

        new PathPenalty(PathKind.Test).Apply(new SearchQuery("parser"), [test, example]);

        Assert.That(test.Changes, Is.Empty);
        Assert.That(example.Score, Is.LessThan(1));
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
