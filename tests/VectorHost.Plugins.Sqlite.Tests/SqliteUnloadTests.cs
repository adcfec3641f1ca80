using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Search.Codes;

namespace VectorHost.Plugins.Sqlite.Tests;

[TestFixture]
public sealed class SqliteUnloadTests : SqliteTest
{
    [Test]
    public Task After_use_and_disposal_the_plugin_can_be_unloaded() =>
        Unloading.AssertCanBeUnloadedAsync<SqliteVectorStore>(Backend.CreateContext([]));

    [Test]
    public Task After_making_searching_and_writing_codes_the_plugin_can_be_unloaded() =>
        Unloading.AssertCanBeUnloadedAsync<SqliteVectorStore>(Backend.CreateContext([]), static async store =>
        {
            const string Large = "large";
            foreach (ChunkRecord[] batch in TestData.Records(CodedVectors.FewestRows + 100, Large).Chunk(2_000))
            {
                await store.SaveAsync(batch, TestData.Metadata(Large));
            }

            VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 5, Filter = RecordFilter.ForRepository(Large) };
            Assert.That(await store.SearchAsync(query), Has.Count.EqualTo(5));
        });
}
