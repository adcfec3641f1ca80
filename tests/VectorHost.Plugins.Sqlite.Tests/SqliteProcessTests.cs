using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Tests.Processes;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Two processes over one file.</summary>
[TestFixture]
public sealed class SqliteProcessTests : SqliteTest
{
    [Test]
    public async Task Two_processes_that_save_at_once_both_succeed_and_searches_see_both()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        Task<string[]> child = ChildProcess.RunAsync("save", Backend.DatabasePath, "1000", "300");
        int own = 0;
        do
        {
            await store.SaveAsync([TestData.Record(own++)], TestData.Metadata());
            VectorQuery query = new() { Embedding = TestData.RandomVector(own), Top = 2_000, Filter = RecordFilter.ForRepository(TestData.Repository) };
            Assert.That(await store.SearchAsync(query), Has.Count.GreaterThanOrEqualTo(own));
        }
        while (!child.IsCompleted && own < 1_000);
        await child;

        ChunkRecord[] expected = [.. Enumerable.Range(0, own).Concat(Enumerable.Range(1_000, 300)).Select(number => TestData.Record(number))];
        VectorQuery all = new() { Embedding = TestData.RandomVector(1), Top = 2_000 };
        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), expected);
        Expect.SameHits(await store.SearchAsync(all), ExactSearch.Search(expected, all));
    }
}
