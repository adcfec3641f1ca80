using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class DefinitionBoostTests
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
    [TestCase("  trackResult(\n    result: Result<T>,\n    onTracked?: (key: string) => void,\n  ): Result<T> {", "trackResult")]
    [TestCase("  map<T>(\n    each: T,\n  ) {", "map")]
    [TestCase("archive_open(struct archive *a,\n    void *data)\n{", "archive_open")]
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
    [TestCase("  render(\n    tree,\n  )\n  return tree", "render")]
    [TestCase("describe('parser', () => {\n  parse()\n})", "describe")]
    [TestCase("  load(file).then((text) => {", "load")]
    [TestCase("  render(tree, (", "render")]
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

    [TestCase("Status Open(int options) {")]
    [TestCase("  Status Open(\n      int options) const\n  {\n    return 1;\n  }")]
    [TestCase("public Status Open(int options) => Status.Of(options);")]
    public void A_function_with_its_body_counts_more_than_one_without(string line)
    {
        RankingCandidate body = Candidate("src/table.cc", line);
        RankingCandidate declaration = Candidate("src/table.h", "  virtual Status Open(\n      int options) const = 0;\n  int count;");

        new DefinitionBoost().Apply(new SearchQuery("Open()"), [body, declaration]);

        Assert.That(body.Score, Is.GreaterThan(declaration.Score));
        Assert.That(declaration.Changes.Single().Reason, Is.EqualTo("declares Open"));
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
    public void A_definition_in_a_file_of_its_name_counts_more()
    {
        RankingCandidate own = Candidate("src/Parser.cs", "class Parser");
        RankingCandidate foreign = Candidate("src/Other.cs", "class Parser");

        new DefinitionBoost().Apply(new SearchQuery("Parser.Next Parser()"), [own, foreign]);

        Assert.That(own.Score, Is.GreaterThan(foreign.Score));
    }

    [TestCase("public readonly struct GrainId : IEquatable<GrainId>", "public GrainId(string value)")]
    [TestCase("class GrainId(object):", "def GrainId():")]
    [TestCase("type GrainId struct {", "func GrainId() string {")]
    [TestCase("class GrainId {", "class GrainId;")]
    public void A_type_counts_more_than_what_else_has_its_name(string type, string other)
    {
        RankingCandidate first = Candidate("src/a.txt", type);
        RankingCandidate second = Candidate("src/b.txt", other);

        new DefinitionBoost().Apply(new SearchQuery("GrainId"), [first, second]);

        Assert.That(first.Score, Is.GreaterThan(second.Score));
        Assert.That(second.Score, Is.GreaterThan(1));
    }

    [Test]
    public void In_a_longer_question_a_type_counts_no_more_than_what_else_has_its_name()
    {
        RankingCandidate type = Candidate("src/a.txt", "class GrainId {");
        RankingCandidate function = Candidate("src/b.txt", "func GrainId() string {");

        new DefinitionBoost().Apply(new SearchQuery("what makes a GrainId"), [type, function]);

        Assert.That(type.Score, Is.EqualTo(function.Score).And.GreaterThan(1));
    }
}
