using VectorHost.Conformance;

namespace VectorHost.Plugins.Qdrant.Tests;

[TestFixture]
public sealed class QdrantUnloadTests : QdrantTest
{
    [Test]
    public async Task After_use_and_disposal_the_plugin_can_be_unloaded()
    {
        await StartAsync();

        await Unloading.AssertCanBeUnloadedAsync<QdrantVectorStore>(
            QdrantTestBackend.CreateContext(new() { ["host"] = "127.0.0.1", ["port"] = $"{Server.Server.Port}" }));
    }
}
