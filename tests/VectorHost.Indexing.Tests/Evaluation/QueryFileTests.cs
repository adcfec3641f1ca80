using VectorHost.Indexing.Evaluation;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Evaluation;

public sealed class QueryFileTests
{
    [TestCase("""[{"query": "where", "expected": [{"path": "src/a.cs", "start_line": 3, "end_line": 9}, {"path": "b.cs"}], "category": "symbol"}]""")]
    [TestCase("""{"repository": "owner/name", "queries": [{"query": "where", "expected": [{"path": "src/a.cs", "start_line": 3, "end_line": 9}, {"path": "b.cs"}], "category": "symbol"}]}""")]
    public async Task An_array_is_read_alone_or_as_queries(string json)
    {
        LabelledQuery query = (await ReadAsync(json)).Single();

        Assert.That((query.Text, query.Category), Is.EqualTo(("where", "symbol")));
        Assert.That(query.Expected, Is.EqualTo(new[]
        {
            new ExpectedPlace { Path = "src/a.cs", StartLine = 3, EndLine = 9 },
            new ExpectedPlace { Path = "b.cs" },
        }));
    }

    [Test]
    public async Task One_line_is_a_place_too()
    {
        ExpectedPlace place = (await ReadAsync("""[{"query": "q", "expected": [{"path": "b.cs", "start_line": 4}]}]""")).Single().Expected.Single();

        Assert.That((place.StartLine, place.EndLine), Is.EqualTo((4, 4)));
    }

    [TestCase("./b.cs", "b.cs")]
    [TestCase("src/../b.cs", "b.cs")]
    [TestCase("src//a.cs", "src/a.cs")]
    public async Task A_path_is_compared_as_the_index_writes_it(string given, string expected)
    {
        string json = $$"""[{"query": "q", "expected": [{"path": "{{given}}"}]}]""";

        Assert.That((await ReadAsync(json)).Single().Expected.Single().Path, Is.EqualTo(expected));
    }

    [TestCase("../outside.cs")]
    [TestCase("src/../../outside.cs")]
    public void A_path_that_leads_out_of_the_repository_is_refused(string path)
    {
        using TemporaryFolder folder = new();
        folder.Write("outside.cs", "a");
        string root = Path.GetDirectoryName(folder.Write("repository/src/a.cs", "a"))!;
        string queries = folder.Write("queries.json", $$"""[{"query": "q", "expected": [{"path": "{{path}}"}]}]""");

        Assert.That(
            async () => await QueryFile.ReadAsync(queries, Path.GetDirectoryName(root)!, CancellationToken.None),
            Throws.InstanceOf<EvaluationException>().With.Message.Contains($"query 1 expects '{path}', which is outside"));
    }

    [TestCase("[", "not valid JSON")]
    [TestCase("{}", "must be an array")]
    [TestCase("3", "must be an array")]
    [TestCase("[]", "has no queries")]
    [TestCase("[3]", "query 1 must be an object")]
    [TestCase("""[{"expected": [{"path": "b.cs"}]}]""", "query 1 has no \"query\"")]
    [TestCase("""[{"query": " ", "expected": [{"path": "b.cs"}]}]""", "query 1 has a \"query\" that is not a text")]
    [TestCase("""[{"query": "q", "expected": [{"path": "b.cs"}]}, {"query": "q"}]""", "query 2 has no \"expected\"")]
    [TestCase("""[{"query": "q", "expected": []}]""", "query 1 has no \"expected\"")]
    [TestCase("""[{"query": "q", "expected": ["b.cs"]}]""", "expects something without a \"path\"")]
    [TestCase("""[{"query": "q", "expected": [{"path": "gone.cs"}]}]""", "expects 'gone.cs'")]
    [TestCase("""[{"query": "q", "expected": [{"path": "b.cs", "start_line": 0}]}]""", "\"start_line\" that is not a line number")]
    [TestCase("""[{"query": "q", "expected": [{"path": "b.cs", "start_line": 9, "end_line": 3}]}]""", "end at 3 before they start at 9")]
    [TestCase("""[{"query": "q", "expected": [{"path": "b.cs", "end_line": 3}]}]""", "end at 3 before they start at any line")]
    public void A_wrong_file_is_refused_with_the_place_of_the_mistake(string json, string message) =>
        Assert.That(async () => await ReadAsync(json), Throws.InstanceOf<EvaluationException>().With.Message.Contains(message).And.Message.Contains("queries.json"));

    [Test]
    public void A_missing_file_is_refused() =>
        Assert.That(
            async () => await QueryFile.ReadAsync("/nowhere/queries.json", "/nowhere", CancellationToken.None),
            Throws.InstanceOf<EvaluationException>().With.Message.Contains("/nowhere/queries.json"));

    [Test]
    public void A_sample_depends_on_its_seed_alone_and_keeps_the_order()
    {
        LabelledQuery[] queries = [.. Enumerable.Range(0, 100).Select(i => new LabelledQuery
        {
            Text = $"question {i}",
            Expected = [new ExpectedPlace { Path = "a.cs" }],
        })];

        IReadOnlyList<LabelledQuery> first = QuerySample.Draw(queries, 10, seed: 1);

        Assert.That(first, Has.Count.EqualTo(10).And.EqualTo(queries.Where(first.Contains)));
        Assert.That(QuerySample.Draw([.. queries.Reverse()], 10, seed: 1), Is.EquivalentTo(first));
        Assert.That(QuerySample.Draw(queries, 10, seed: 2), Is.Not.EquivalentTo(first));
        Assert.That(QuerySample.Draw(queries, 1_000, seed: 1), Is.EqualTo(queries));
    }

    private static async Task<IReadOnlyList<LabelledQuery>> ReadAsync(string json)
    {
        using TemporaryFolder folder = new();
        folder.Write("src/a.cs", "a");
        folder.Write("b.cs", "b");
        return await QueryFile.ReadAsync(folder.Write("queries.json", json), folder.Path, CancellationToken.None);
    }
}
