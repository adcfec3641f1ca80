using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Filters mean the same to search, load, count and delete, and come before the ranking.</summary>
public abstract class FilteringConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    private static readonly string[] Paths =
    [
        "src/a.cs", "src/b.cs", "src/sub/c.cs", "src2/a.cs", "Src/a.cs", "src", "src_a.cs", "srcXa.cs", "100%.cs", "1000.cs", "[a].cs", "a*.cs",
        "it's.cs", "quote\".cs", "\0.cs", "\u00e9t\u00e9.cs", "\U0001F600/x.cs", "\U0001F600.cs", "\uFFFF.cs", "\uE000.cs", "a\u007f.cs", "a\u0080.cs",
    ];

    private static readonly ChunkRecord[] Records =
    [
        .. from repository in new[] { "alpha", "beta", "Alpha" }
           from number in Enumerable.Range(0, Paths.Length)
           select TestData.Record(number, repository) with { Path = Paths[number] },
    ];

    private static IEnumerable<TestCaseData> Filters()
    {
        yield return Filter("nothing_set", RecordFilter.All);
        yield return Filter("one_repository", RecordFilter.ForRepository("alpha"));
        yield return Filter("two_repositories", new() { Repositories = ["alpha", "beta"] });
        yield return Filter("the_same_repository_twice", new() { Repositories = ["beta", "beta"] });
        yield return Filter("no_repository", new() { Repositories = [] });
        yield return Filter("an_unknown_repository", RecordFilter.ForRepository("ALPHA"));
        yield return Filter("one_path", new() { Paths = ["src/a.cs"] });
        yield return Filter("every_path", new() { Paths = Paths });
        yield return Filter("no_path", new() { Paths = [] });
        yield return Filter("paths_with_odd_characters", new() { Paths = ["it's.cs", "quote\".cs", "\0.cs", "\U0001F600.cs", "a*.cs"] });
        yield return Filter("a_path_in_another_case", new() { Paths = ["SRC/A.CS"] });
        yield return Filter("no_id", new() { Ids = [] });
        yield return Filter("two_ids_and_an_unknown_one", new() { Ids = [Records[0].Id, Records[30].Id, Guid.AllBitsSet] });
        yield return Filter("an_id_of_another_repository", new() { Repositories = ["beta"], Ids = [Records[0].Id] });
        yield return Filter("everything_at_once", new()
        {
            Repositories = ["alpha", "Alpha"],
            Paths = Paths[..5],
            PathPrefix = "src/",
            Ids = [.. Records.Where((_, number) => number % 2 == 0).Select(record => record.Id)],
        });
        foreach (string prefix in new[]
        {
            "", "s", "src", "src/", "src/sub/c.cs", "src/sub/c.cs/", "Src/", "%", "100%", "_", "src_", "*", "[", "[a]", "'", "\"", "\0",
            "\u00e9", "\U0001F600", "\U0001F600/", "\uFFFF", "\uE000", "a\u007f", "zzz",
        })
        {
            yield return Filter($"prefix_{Uri.EscapeDataString(prefix)}", new() { PathPrefix = prefix });
        }

        yield return Filter("paths_with_half_a_character", new() { Paths = ["src/a.cs", "\uD83D"] });
        yield return Filter("prefix_that_is_half_a_character_of_none", new() { PathPrefix = "src\uDE00" });
        yield return Filter("prefix_in_one_repository", new() { Repositories = ["beta"], PathPrefix = "src" });
    }

    private static TestCaseData Filter(string name, RecordFilter filter) => new TestCaseData(filter).SetName($"{{m}}({name})");

    [TestCaseSource(nameof(Filters))]
    [Scenario(92, 93, 94, 95, 96, 97, 99, 102, 104, 123)]
    public async Task Search_load_and_count_read_a_filter_alike(RecordFilter filter)
    {
        await SaveAsync(Records);
        ChunkRecord[] expected = [.. Records.Where(record => ExactSearch.Matches(filter, record))];
        VectorQuery query = new() { Embedding = TestData.RandomVector(77), Top = Records.Length, Filter = filter };

        Expect.SameRecords(await LoadAsync(filter), expected);
        Assert.That(await Store.CountAsync(filter), Is.EqualTo(expected.Length));
        Expect.SameHits(await Store.SearchAsync(query), ExactSearch.Search(Records, query));
        Expect.SameHits(await Store.SearchAsync(query with { Top = 2 }), ExactSearch.Search(Records, query with { Top = 2 }));
    }

    [TestCaseSource(nameof(Filters))]
    [Scenario(92, 99, 115)]
    public async Task Delete_removes_what_load_would_give(RecordFilter filter)
    {
        await SaveAsync(Records);
        if (filter.IsEmpty)
        {
            await Assert.ThatAsync(async () => await Store.DeleteAsync(filter), Throws.ArgumentException);
            Expect.SameRecords(await LoadAsync(), Records);
            return;
        }

        await Store.DeleteAsync(filter);

        Expect.SameRecords(await LoadAsync(), Records.Where(record => !ExactSearch.Matches(filter, record)));
    }

    [Test]
    [Scenario(98)]
    public async Task A_filter_that_matches_one_in_two_hundred_still_fills_the_list()
    {
        ChunkRecord[] records =
        [
            .. TestData.Records(4_000).Select((record, number) => record with { Path = number % 200 == 7 ? $"rare/{number}.cs" : record.Path }),
        ];
        await SaveAsync(records);
        VectorQuery query = new() { Embedding = TestData.RandomVector(5), Top = 20, Filter = new RecordFilter { PathPrefix = "rare/" } };

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(query);

        Assert.That(hits, Has.Count.EqualTo(20));
        Expect.SameHits(hits, ExactSearch.Search(records, query));
    }

    [Test]
    [Scenario(94, 100, 122)]
    public async Task A_filter_may_hold_as_many_values_as_the_limits_say()
    {
        int count = Math.Min(40_000, Store.Limits.MaxFilterValues);
        ChunkRecord[] records = TestData.Records(100);
        await SaveAsync(records);
        Guid[] ids = [.. records.Take(50).Select(record => record.Id), .. Enumerable.Range(1, count - 50).Select(UnusedId)];
        string[] paths = [.. records.Take(50).Select(record => record.Path), .. Enumerable.Range(1, count - 50).Select(number => $"none/{number}")];

        Assert.That(await Store.CountAsync(RecordFilter.ForIds(ids)), Is.EqualTo(50));
        Expect.SameRecords(await LoadAsync(new RecordFilter { Paths = paths }), records.Take(50));
        Assert.That(
            await Store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 100, Filter = RecordFilter.ForIds(ids) }),
            Has.Count.EqualTo(50));
        await Store.DeleteAsync(RecordFilter.ForIds(ids));
        Expect.SameRecords(await LoadAsync(), records.Skip(50));
    }

    [Test]
    [Scenario(62)]
    public async Task Only_the_repositories_of_the_filter_have_to_have_the_querys_dimensions()
    {
        ChunkRecord[] narrow = TestData.Records(5, "narrow", dimensions: 8);
        VectorQuery query = new() { Embedding = TestData.RandomVector(1, 8), Top = 10, Filter = RecordFilter.ForRepository("narrow") };
        await SaveAsync(narrow);
        if (Store.Limits.SharesDimensions)
        {
            VectorStoreException refusal = await FailureOf(() => SaveAsync(TestData.Records(5, "wide", dimensions: 12)));
            Assert.That(refusal.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
            Assert.That(refusal.Message, Does.Contain("8").And.Contain("12"));
            Expect.SameHits(await Store.SearchAsync(query with { Filter = RecordFilter.All }), ExactSearch.Search(narrow, query));
            return;
        }

        await SaveAsync(TestData.Records(5, "wide", dimensions: 12));
        Expect.SameHits(await Store.SearchAsync(query), ExactSearch.Search(narrow, query));
        VectorStoreException failure = await FailureOf(() => Store.SearchAsync(query with { Filter = RecordFilter.All }));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        await Store.DeleteAsync(RecordFilter.ForRepository("wide"));
        Assert.That(await Store.SearchAsync(query with { Filter = RecordFilter.All }), Has.Count.EqualTo(5), "a repository without records does not count");
    }

    private static Guid UnusedId(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
