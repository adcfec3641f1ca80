using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Tests.Search;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Searching repositories that are small each and large together, and large ones with filters.</summary>
[TestFixture]
public sealed class SearchTogetherTests : SqliteTest
{
    [Test]
    public async Task Many_small_repositories_are_searched_as_one_large_one([Values] bool isExact)
    {
        float[][] vectors = RandomVectors.Clustered(16_020, 64, seed: 21);
        ChunkRecord[] records = [.. Enumerable.Range(0, 16_000).Select(i => TestData.Record(i, $"repository-{i / 800}", 64) with { Embedding = vectors[i] })];
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["exact"] = isExact.ToString() });
        foreach (IGrouping<string, ChunkRecord> repository in records.GroupBy(record => record.Repository))
        {
            await store.SaveAsync([.. repository], TestData.Metadata(repository.Key, 64));
        }

        int found = 0;
        foreach (float[] question in vectors[16_000..])
        {
            VectorQuery query = new() { Embedding = question, Top = 10, Parts = RecordParts.All };
            IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);
            IReadOnlyList<SearchHit> expected = ExactSearch.Search(records, query);
            found += hits.Select(hit => hit.Record.Id).Intersect(expected.Select(hit => hit.Record.Id)).Count();
            VectorQuery few = query with { Top = 400 };
            Expect.SameHits(await store.SearchAsync(few), ExactSearch.Search(records, few));
        }

        Assert.That(found, Is.EqualTo(200).Within(isExact ? 0 : 1));
    }

    [Test]
    public async Task Filters_of_a_large_repository_find_only_what_matches()
    {
        ChunkRecord[] records = TestData.Records(CodedVectors.FewestRows + 1_000);
        await using IVectorStore store = await Backend.ConnectAsync();
        foreach (ChunkRecord[] batch in records.Chunk(2_000))
        {
            await store.SaveAsync(batch, TestData.Metadata());
        }

        VectorQuery query = new() { Embedding = TestData.RandomVector(5), Top = 50, Parts = RecordParts.All };
        RecordFilter[] filters =
        [
            RecordFilter.All,
            RecordFilter.ForIds([.. records.Where((_, i) => i % 2 == 0).Select(record => record.Id)]),
            RecordFilter.ForIds([.. records.Where((_, i) => i % 40 == 0).Select(record => record.Id)]),
            new RecordFilter { Paths = [.. records.Take(3_000).Select(record => record.Path).Distinct()] },
            new RecordFilter { PathPrefix = "src/" },
            new RecordFilter { PathPrefix = "nowhere/" },
        ];
        foreach (RecordFilter filter in filters)
        {
            VectorQuery filtered = query with { Filter = filter };
            Expect.SameHits(await store.SearchAsync(filtered), ExactSearch.Search(records, filtered));
        }
    }
}
