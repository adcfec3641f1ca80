using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

[TestFixture]
public sealed class PostgresUnloadTests : PostgresTest
{
    [Test]
    public Task After_use_and_disposal_the_plugin_can_be_unloaded() =>
        Unloading.AssertCanBeUnloadedAsync<PostgresVectorStore>(Backend.CreateContext([]));
}
