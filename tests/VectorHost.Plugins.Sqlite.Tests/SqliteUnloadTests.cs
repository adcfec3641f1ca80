using VectorHost.Conformance;

namespace VectorHost.Plugins.Sqlite.Tests;

[TestFixture]
public sealed class SqliteUnloadTests : SqliteTest
{
    [Test]
    public Task After_use_and_disposal_the_plugin_can_be_unloaded() =>
        Unloading.AssertCanBeUnloadedAsync<SqliteVectorStore>(Backend.CreateContext([]));
}
