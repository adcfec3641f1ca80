using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Pinecone.Tests;

[TestFixture]
public sealed class PineconeUnloadTests : PineconeTest
{
    [Test]
    public Task After_use_failure_and_disposal_the_plugin_can_be_unloaded() =>
        Unloading.AssertCanBeUnloadedAsync<PineconeVectorStore>(Backend.CreateContext([]), FailAndClearAsync);

    private async Task FailAndClearAsync(IVectorStore store)
    {
        Service.ThrottleNext(1, "1");
        Assert.That(await MessageOfAsync(() => store.CountAsync(RecordFilter.All)), Is.Not.Empty);
        await store.ClearAsync();
    }

    // No exception may outlive this: its stack trace would hold the plugin.
    private static async Task<string> MessageOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (VectorStoreException exception)
        {
            return exception.Message;
        }
    }
}
