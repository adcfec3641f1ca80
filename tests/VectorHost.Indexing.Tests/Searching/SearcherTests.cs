using VectorHost.Abstractions;
using VectorHost.Indexing.Searching;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Searching;

public sealed class SearcherTests
{
    private static readonly string[] Topics = ["parser", "socket", "invoice", "matrix", "calendar", "password", "thumbnail", "scheduler"];

    [TestCaseSource(nameof(Topics))]
    public async Task A_question_finds_the_file_that_is_about_it(string topic)
    {
        using IndexedFolder folder = await IndexTopicsAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync($"where does the {topic} run");

        Assert.That(hits[0].Record.Path, Does.Contain(topic).IgnoreCase);
        Assert.That(hits[0].Record.Text, Is.Not.Empty);
    }

    [Test]
    public async Task Ranks_count_from_one_and_scores_fall_within_zero_and_one()
    {
        using IndexedFolder folder = await IndexTopicsAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("matrix step", top: 8);

        Assert.That(hits.Select(hit => hit.Rank), Is.EqualTo(Enumerable.Range(1, hits.Count)));
        Assert.That(hits.Select(hit => hit.Score), Is.Ordered.Descending.And.All.InRange(0, 1));
    }

    [Test]
    public async Task One_file_does_not_fill_the_list_while_others_match_too()
    {
        using IndexedFolder folder = new();
        folder.Write("large.cs", SampleCode.Class("Invoice", 120));
        folder.Write("small.cs", "// How an invoice is sent to its customer.\nvoid SendInvoice() { }\n");
        folder.Write("other.cs", "// An invoice that was paid.\nvoid PayInvoice() { }\n");
        await folder.IndexAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("invoice", top: 5);

        Assert.That(hits.Select(hit => hit.Record.Path).Distinct(), Is.EquivalentTo(new[] { "large.cs", "small.cs", "other.cs" }));
    }

    [TestCase("src/socket", null, "src/socket/SocketWork.cs")]
    [TestCase("src/socket/", null, "src/socket/SocketWork.cs")]
    [TestCase("src/socket/SocketWork.cs", null, "src/socket/SocketWork.cs")]
    [TestCase("**/Socket*.cs", null, "src/socket/SocketWork.cs")]
    [TestCase("*.md", null, "notes.md")]
    [TestCase(null, "markdown", "notes.md")]
    [TestCase(null, "Markdown", "notes.md")]
    public async Task Only_files_that_pass_the_filter_are_found(string? glob, string? language, string expected)
    {
        using IndexedFolder folder = await IndexTopicsAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("how does the invoice run", top: 20, glob, language);

        Assert.That(hits.Select(hit => hit.Record.Path).Distinct(), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task A_file_that_the_question_names_is_found_whatever_is_in_it()
    {
        using IndexedFolder folder = new();
        folder.Write("src/zz/unlike.cs", "// Nothing here.\n");
        folder.Write("src/large.cs", SampleCode.Class("Unlike", 300));
        await folder.IndexAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("Unlike step of the class at zz/unlike.cs:1", top: 3);

        Assert.That(hits[0].Record.Path, Is.EqualTo("src/zz/unlike.cs"));
        Assert.That(hits[0].Explanation.Select(change => change.Signal), Does.Contain("named file"));
    }

    [Test]
    public async Task The_definition_of_a_name_is_found_among_a_thousand_uses()
    {
        using IndexedFolder folder = new();
        string uses = string.Join('\n', Enumerable.Range(0, 5).Select(i => $"grain.Use(Grain.Of(Grain.{i}), Grain.Null);"));
        foreach (int i in Enumerable.Range(0, 500))
        {
            folder.Write($"src/uses/Grain{i}.cs", $"// Use {i}.\n{uses}\n");
        }

        folder.Write("src/core/Basics.cs", "namespace Core;\n\npublic abstract class Grain\n{\n    public int Activations { get; set; }\n    public void Deactivate() { }\n}\n");
        await folder.IndexAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("Grain", top: 1);

        Assert.That(hits.Single().Record.Path, Is.EqualTo("src/core/Basics.cs"));
    }

    [Test]
    public async Task A_name_that_many_files_have_does_not_drag_them_all_in()
    {
        using IndexedFolder folder = new();
        foreach (int i in Enumerable.Range(0, 30))
        {
            folder.Write($"src/part{i}/index.ts", $"// Part {i}.\n");
        }

        folder.Write("src/invoice.ts", "export function sendInvoice() { return 1; }\n");
        await folder.IndexAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("sendInvoice index.ts", top: 1);

        Assert.That(hits.Single().Record.Path, Is.EqualTo("src/invoice.ts"));
    }

    [Test]
    public async Task A_message_is_found_although_some_files_have_the_name_that_stands_before_it()
    {
        using IndexedFolder folder = new();
        foreach (int i in Enumerable.Range(0, 10))
        {
            folder.Write($"crates/part{i}/src/main.rs", $"fn main() {{\n    serve(route_{i}());\n}}\n");
        }

        folder.Write("src/routing.rs", "fn add(method: &str, path: &str) {\n    panic!(\"Overlapping method route. Handler for `{method} {path}` already exists\");\n}\n");
        await folder.IndexAsync();

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("panicked at src/main.rs:2:5: Overlapping method route. Handler for `GET /users` already exists", top: 1);

        Assert.That(hits.Single().Record.Path, Is.EqualTo("src/routing.rs"));
    }

    [Test]
    public async Task A_filter_that_nothing_passes_finds_nothing()
    {
        using IndexedFolder folder = await IndexTopicsAsync();

        Assert.That(await folder.SearchAsync("invoice", glob: "nowhere/**"), Is.Empty);
    }

    [Test]
    public async Task A_store_that_takes_few_filter_values_gives_the_same_hits()
    {
        using IndexedFolder folder = await IndexTopicsAsync();
        using IndexedFolder small = await IndexTopicsAsync(new InMemoryVectorStore
        {
            Limits = new StoreLimits { MaxBatchRecords = 100, MaxFilterValues = 3 },
        });

        IReadOnlyList<RankedHit> all = await folder.SearchAsync("step of the scheduler", glob: "src/**");
        IReadOnlyList<RankedHit> pieces = await small.SearchAsync("step of the scheduler", glob: "src/**");

        Assert.That(pieces.Select(hit => (hit.Record.Id, hit.Score)), Is.EqualTo(all.Select(hit => (hit.Record.Id, hit.Score))));
    }

    [TestCase("step of the scheduler")]
    [TestCase("MatrixWork")]
    [TestCase("where does the invoice go")]
    public async Task A_store_that_is_local_and_one_that_is_far_give_the_same_hits(string question)
    {
        using IndexedFolder far = await IndexTopicsAsync();
        using IndexedFolder local = await IndexTopicsAsync(LocalStore());

        IReadOnlyList<RankedHit> expected = await far.SearchAsync(question, top: 12);
        IReadOnlyList<RankedHit> hits = await local.SearchAsync(question, top: 12);

        Assert.That(hits.Select(hit => (hit.Record, hit.Score)), Is.EqualTo(expected.Select(hit => (hit.Record, hit.Score))));
        Assert.That(hits.SelectMany(hit => hit.Explanation), Is.EqualTo(expected.SelectMany(hit => hit.Explanation)));
    }

    [Test]
    public async Task What_another_run_has_saved_since_is_found_where_the_store_says_that_it_is([Values] bool isLocal)
    {
        using IndexedFolder folder = await IndexTopicsAsync(isLocal ? LocalStore() : null);
        ChunkRecord known = (await folder.SearchAsync("thumbnail"))[0].Record;
        ChunkRecord added = folder.Store.Records[known.Id] with { Id = new Guid("5f0c3f5e-9a52-4f0f-8d3c-0123456789ab"), Path = "src/Thumbnail.cs" };
        await folder.Store.SaveAsync([added], (await folder.Store.GetMetadataAsync("sample")).Single());

        IReadOnlyList<RankedHit> hits = await folder.SearchAsync("thumbnail");

        Assert.That(hits.Select(hit => hit.Record.Path), Does.Contain(added.Path));
    }

    [Test]
    public async Task A_machine_without_the_cache_gets_the_same_hits_from_the_stores_own_records()
    {
        using IndexedFolder folder = await IndexTopicsAsync();
        IReadOnlyList<RankedHit> before = await folder.SearchAsync("password step");
        folder.DeleteCache();

        IReadOnlyList<RankedHit> after = await folder.SearchAsync("password step");

        Assert.That(after.Select(hit => (hit.Record.Id, hit.Score)), Is.EqualTo(before.Select(hit => (hit.Record.Id, hit.Score))));
    }

    [Test]
    public async Task What_the_store_has_lost_since_is_left_out()
    {
        using IndexedFolder folder = await IndexTopicsAsync();
        IReadOnlyList<RankedHit> before = await folder.SearchAsync("thumbnail");
        folder.Store.Lose(before[0].Record.Id);

        IReadOnlyList<RankedHit> after = await folder.SearchAsync("thumbnail");

        Assert.That(after.Select(hit => hit.Record.Id), Does.Not.Contain(before[0].Record.Id));
    }

    [TestCase("?!")]
    [TestCase("++ --")]
    [TestCase("x")]
    public async Task A_question_without_a_word_finds_nothing(string question)
    {
        using IndexedFolder folder = await IndexTopicsAsync();

        Assert.That(await folder.SearchAsync(question), Is.Empty);
    }

    [Test]
    public async Task The_same_question_gets_the_same_answer_again()
    {
        using IndexedFolder folder = await IndexTopicsAsync();
        using IndexedFolder again = await IndexTopicsAsync();

        IReadOnlyList<RankedHit> first = await folder.SearchAsync("run the calendar");
        IReadOnlyList<RankedHit> second = await again.SearchAsync("run the calendar");

        Assert.That(second.Select(hit => (hit.Record.Id, hit.Score)), Is.EqualTo(first.Select(hit => (hit.Record.Id, hit.Score))));
    }

    private static InMemoryVectorStore LocalStore() => new() { Limits = new StoreLimits { MaxBatchRecords = 1000, IsLocal = true } };

    private static async Task<IndexedFolder> IndexTopicsAsync(InMemoryVectorStore? store = null)
    {
        IndexedFolder folder = new();
        folder.Store = store ?? folder.Store;
        foreach (string topic in Topics)
        {
            string name = $"{char.ToUpperInvariant(topic[0])}{topic[1..]}";
            folder.Write($"src/{topic}/{name}Work.cs", SampleCode.Class(name, 30));
        }

        folder.Write("notes.md", "# Notes\n\nHow an invoice is made, and where it goes.\n");
        await folder.IndexAsync();
        return folder;
    }
}
