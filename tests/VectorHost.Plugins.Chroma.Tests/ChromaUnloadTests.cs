using VectorHost.Conformance;

namespace VectorHost.Plugins.Chroma.Tests;

[TestFixture]
public sealed class ChromaUnloadTests
{
    [Test]
    public async Task After_use_and_disposal_the_plugin_can_be_unloaded()
    {
        await using NewerChroma backend = new();

        await Unloading.AssertCanBeUnloadedAsync<ChromaVectorStore>(backend.CreateContext([]));
    }
}
