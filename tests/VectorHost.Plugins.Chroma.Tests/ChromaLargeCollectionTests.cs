using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>A repository of more records than are ranked whole.</summary>
[TestFixture]
public sealed class ChromaLargeCollectionTests() : ChromaTest(ChromaVersion.Newer)
{
    private const int Count = 12_000;

    [Test]
    public async Task More_records_than_are_ranked_whole_are_searched_widely_by_default_and_exactly_on_request()
    {
        ChunkRecord[] records =
        [
            .. TestData.Records(Count, dimensions: 8).Select((record, number) => record with
            {
                Path = $"{(number % 3_000 == 0 ? "rare" : "src")}/{number}.cs",
                Embedding = number % 100 == 0 ? TestData.RandomVector(1, 8) : record.Embedding,
            }),
        ];
        IVectorStore store = await ConnectAsync();
        IVectorStore exact = await ConnectAsync(new() { ["exact"] = "true" });
        await SaveAsync(store, records);
        VectorQuery query = new() { Embedding = TestData.RandomVector(77, 8), Top = 50 };
        VectorQuery ofEqual = query with { Embedding = TestData.RandomVector(1, 8), Top = 100 };
        VectorQuery ofRare = query with { Filter = new RecordFilter { PathPrefix = "rare" } };

        Expect.SameHits(await exact.SearchAsync(query), ExactSearch.Search(records, query));
        Expect.SameHits(await store.SearchAsync(ofRare), ExactSearch.Search(records, ofRare));
        Expect.SameHits(await store.SearchAsync(ofEqual), ExactSearch.Search(records, ofEqual));

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);
        Assert.That(hits, Has.Count.EqualTo(50));
        Assert.That(hits.Select(hit => hit.Score), Is.Ordered.Descending);
        Assert.That(
            hits.Select(hit => hit.Record.Id).Intersect(ExactSearch.Search(records, query).Select(hit => hit.Record.Id)).Count(),
            Is.GreaterThanOrEqualTo(48));
    }
}
