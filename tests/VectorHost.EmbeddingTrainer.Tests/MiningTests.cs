using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.Indexing.Repositories;

namespace VectorHost.EmbeddingTrainer.Tests;

public sealed class MiningTests
{
    private static IEnumerable<TestCaseData<string, string, string, string>> Documented =>
    [
        Case("csharp", "/// <summary>\n/// Opens the <see cref=\"System.IO.Stream\"/> of a file.\n/// </summary>\n/// <param name=\"path\">The path.</param>\n[Pure]\npublic Stream Open(string path)\n{\n    return F(path);\n}\n", "Opens the Stream of a file.", "[Pure]\npublic Stream Open(string path)\n{\n    return F(path);\n}"),
        Case("java", "    /**\n     * Closes the {@link Channel} and waits.\n     *\n     * @param c the channel\n     */\n    @Override\n    void close(Channel c)\n            throws IOException {\n        c.close();\n    }\n\n    int other;\n", "Closes the Channel and waits.", "    @Override\n    void close(Channel c)\n            throws IOException {\n        c.close();\n    }"),
        Case("python", "def load(path):\n    \"\"\"Reads settings from a file.\n\n    Args:\n        path: where\n    \"\"\"\n    return parse(path)\n\nx = 1\n", "Reads settings from a file.", "def load(path):\n    return parse(path)"),
        Case("go", "// Listen waits for connections until told to stop.\nfunc Listen(a string) error {\n\treturn wait(a)\n}\n\nvar x = 1\n", "waits for connections until told to stop.", "func Listen(a string) error {\n\treturn wait(a)\n}"),
        Case("rust", "/// Counts the words of a text.\n///\n/// # Examples\n/// none\n#[inline]\npub fn count(t: &str) -> usize {\n    t.len()\n}\n", "Counts the words of a text.", "#[inline]\npub fn count(t: &str) -> usize {\n    t.len()\n}"),
        Case("javascript", "/** Escapes text for a page. */\nexport function escape(s) {\n  return s;\n}\n", "Escapes text for a page.", "export function escape(s) {\n  return s;\n}"),
        Case("typescript", "/**\n * Merges two lists of rules.\n * @returns the list\n */\nconst merge = (a: R[], b: R[]) =>\n  a.concat(b);\n", "Merges two lists of rules.", "const merge = (a: R[], b: R[]) =>\n  a.concat(b);"),
        Case("ruby", "# Runs every pending migration in order.\ndef migrate(target)\n  run(target)\nend\n\ndef other\nend\n", "Runs every pending migration in order.", "def migrate(target)\n  run(target)\nend"),
        Case("php", "/**\n * Sends a message to all members.\n *\n * @param string $m\n */\npublic function send($m)\n{\n    go($m);\n}\n", "Sends a message to all members.", "public function send($m)\n{\n    go($m);\n}"),
        Case("swift", "/// Draws a line between two points.\n/// - Parameter a: one\nfunc draw(a: P, b: P) {\n    go(a, b)\n}\n", "Draws a line between two points.", "func draw(a: P, b: P) {\n    go(a, b)\n}"),
        Case("kotlin", "/** Retries a call with growing pauses. */\nsuspend fun retry(times: Int): R {\n    return go(times)\n}\n", "Retries a call with growing pauses.", "suspend fun retry(times: Int): R {\n    return go(times)\n}"),
        Case("scala", "/** Folds a tree from below. */\ndef fold(t: Tree): Int = {\n  go(t)\n}\n", "Folds a tree from below.", "def fold(t: Tree): Int = {\n  go(t)\n}"),
        Case("c", "/*!\n * \\brief Frees a list with its items.\n * \\param l the list\n */\nstatic void\nlist_free(struct list *l)\n{\n    go(l);\n}\n", "Frees a list with its items.", "static void\nlist_free(struct list *l)\n{\n    go(l);\n}"),
        Case("cpp", "/// Locks a mutex for this scope.\ntemplate <typename M>\nclass Guard {\n  M m;\n};\n", "Locks a mutex for this scope.", "template <typename M>\nclass Guard {\n  M m;\n};"),
        Case("haskell", "-- | Splits a list at each separator.\nsplitOn :: Char -> String -> [String]\nsplitOn c s = go c s\n\nother :: Int\nother = 1\n", "Splits a list at each separator.", "splitOn :: Char -> String -> [String]\nsplitOn c s = go c s"),
        Case("elixir", "  @doc \"\"\"\n  Starts a supervisor for workers.\n\n  ## Options\n  \"\"\"\n  def start(o) do\n    go(o)\n  end\n", "Starts a supervisor for workers.", "  def start(o) do\n    go(o)\n  end"),
        Case("lua", "--- Tests whether a table is empty.\n-- @param t the table\nlocal function empty(t)\n  return next(t) == nil\nend\n", "Tests whether a table is empty.", "local function empty(t)\n  return next(t) == nil\nend"),
        Case("shell", "# Installs what the build needs.\ninstall_tools() {\n  go\n}\n", "Installs what the build needs.", "install_tools() {\n  go\n}"),
        Case("zig", "/// Reads one byte or fails.\npub fn readByte(r: *R) !u8 {\n    return r.next();\n}\n", "Reads one byte or fails.", "pub fn readByte(r: *R) !u8 {\n    return r.next();\n}"),
    ];

    [TestCaseSource(nameof(Documented))]
    public void Documentation_asks_for_the_definition_below_it_alone(string language, string text, string query, string code)
    {
        Pair[] pairs = [.. Mine(language, text).Where(pair => pair.Kind == PairKind.Documentation)];
        Assert.That(pairs.Select(pair => (pair.Query, pair.Code)), Is.EqualTo([(query, code)]));
    }

    [TestCaseSource(nameof(Documented))]
    public void A_chunk_does_not_hold_the_question_that_it_answers(string language, string text, string query, string code)
    {
        Pair pair = Mine(language, text).Single(found => found.Kind == PairKind.Documentation);
        Assert.That(pair.Chunk, Does.Contain(code.Trim().Split('\n')[0]).And.Not.Contain(query.Split(' ')[^1].TrimEnd('.') + '.'));
    }

    [Test]
    public void A_remark_asks_for_the_statements_up_to_the_next_blank_line()
    {
        Pair pair = Mine("go", "func f() {\n\t// Give up after the third failed try.\n\tif n > 3 {\n\t\treturn\n\t}\n\n\tg()\n}\n").Single(found => found.Kind == PairKind.Remark);
        Assert.That((pair.Query, pair.Code), Is.EqualTo(("Give up after the third failed try.", "\tif n > 3 {\n\t\treturn\n\t}")));
    }

    [Test]
    public void A_name_asks_for_its_definition_without_the_name()
    {
        Pair pair = Mine("csharp", "private int CountOpenOrders(Shop shop)\n{\n    var orders = shop.Orders;\n    return orders.Length;\n}\n").Single();
        Assert.That((pair.Kind, pair.Query), Is.EqualTo((PairKind.Name, "count open orders")));
        Assert.That(pair.Code, Does.Contain("shop.Orders").And.Not.Contain("CountOpenOrders"));
    }

    [TestCase("// Copyright 2020 of somebody in some place.\nfunc f() {\n\tg()\n}\n")]
    [TestCase("// x := compute(y); return z\nfunc f() {\n\tg()\n}\n")]
    [TestCase("// TODO make this faster some day\nfunc f() {\n\tg()\n}\n")]
    [TestCase("// Too short\nfunc f() {\n\tg()\n}\n")]
    public void A_comment_that_does_not_describe_the_code_asks_for_nothing(string text) => Assert.That(Mine("go", text), Is.Empty);

    [TestCase("vendor/github.com/x/y.go")]
    [TestCase("src/third_party/y.go")]
    public void What_was_copied_from_another_project_is_left_out(string path) =>
        Assert.That(Mine("go", "// Listen waits for connections until told to stop.\nfunc Listen() {\n}\n", path), Is.Empty);

    [Test]
    public void No_sentence_counts_more_than_three_times_in_a_repository()
    {
        Pair[] pairs = [.. Enumerable.Range(0, 9).Select(i => Mine("go", $"// Stops the server at once.\nfunc Stop{i}() {{\n}}\n").Single())];
        Assert.That(PairSelection.Choose(pairs, most: 100), Has.Count.EqualTo(3));
    }

    private static TestCaseData<string, string, string, string> Case(string language, string text, string query, string code) =>
        new(language, text, query, code) { TestName = $"{{m}}({language})" };

    private static IEnumerable<Pair> Mine(string language, string text, string path = "src/file") =>
        PairMiner.Mine("owner/name", new SourceFile { Path = path, Hash = "", Language = language, Text = text });
}
