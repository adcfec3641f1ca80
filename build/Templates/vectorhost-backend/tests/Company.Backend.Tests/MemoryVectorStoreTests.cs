using VectorHost.Abstractions;

namespace Company.Backend.Tests;

/// <summary>What is this backend's own: its settings, its file.</summary>
[TestFixture]
public sealed class MemoryVectorStoreTests
{
    [Test]
    public async Task An_unknown_key_is_named_with_its_full_path()
    {
        await using MemoryTestBackend backend = new();
        await using IVectorStore store = backend.CreateStore(new() { ["pth"] = "x" });

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => store.ConnectAsync());

        Assert.That(failure?.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure?.Message, Does.Contain("vector_store.company-backend.pth"));
    }

    [Test]
    public async Task A_configured_path_starts_at_the_repository()
    {
        await using MemoryTestBackend backend = new();
        await using IVectorStore store = backend.CreateStore(new() { ["path"] = "here/records.jsonl" });
        await store.ConnectAsync();

        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.Description, Does.Contain(Path.Combine("here", "records.jsonl")));
    }
}
