using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Searching a repository that is too small for codes, so that every vector is compared.</summary>
[TestFixture]
public sealed class SearchSmallTests : SqliteTest
{
    private const int Dimensions = 1024;

    /// <summary>More than two blocks of a megabyte, and a part of a third.</summary>
    private const int Count = 600;

    [Test]
    public async Task All_rows_of_a_repository_whose_vectors_take_several_blocks_are_compared([Values(1, 10, Count + 1)] int top)
    {
        ChunkRecord[] records = [.. Enumerable.Range(0, Count).Select(i => TestData.Record(i, "small", Dimensions))];
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(records, TestData.Metadata("small", Dimensions));

        // The first and last rows of blocks among them.
        foreach (int row in (int[])[0, 255, 256, 511, 512, Count - 1])
        {
            VectorQuery query = new() { Embedding = records[row].Embedding, Top = top, Parts = RecordParts.All };
            IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);
            Assert.That(hits[0].Record.Id, Is.EqualTo(records[row].Id));
            Expect.SameHits(hits, ExactSearch.Search(records, query));
        }
    }
}
