using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>An index of its own in a double of Pinecone.</summary>
/// <param name="service">The double.</param>
public sealed class PineconeTestBackend(PineconeDouble service) : TestBackend
{
    private static int _count;

    /// <summary>An index in the double that all share.</summary>
    public PineconeTestBackend()
        : this(SharedDouble.Service)
    {
    }

    /// <summary>The double.</summary>
    public PineconeDouble Service { get; } = service;

    /// <summary>The index; it is made with the first save.</summary>
    public string IndexName { get; } = string.Create(CultureInfo.InvariantCulture, $"vh-test-{Interlocked.Increment(ref _count)}");

    /// <summary>The namespaces of the index that hold records.</summary>
    public IReadOnlyList<string> Namespaces => Service.NamespacesOf(IndexName);

    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>A store with these keys in its section, over those that lead to the double.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new PineconeVectorStore(CreateContext(settings));

    /// <summary>A connected store with these keys in its section.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings ?? []);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(Dictionary<string, string?> settings, ILoggerFactory? loggerFactory = null)
    {
        Dictionary<string, string?> section = new() { ["api_key"] = Service.Options.ApiKey, ["controller_host"] = Service.ControllerHost };
        foreach ((string key, string? value) in settings)
        {
            section[key] = value;
        }

        return PineconeContexts.Create(section, IndexName, loggerFactory ?? NullLoggerFactory.Instance);
    }

    public override ValueTask DisposeAsync()
    {
        Service.RemoveIndex(IndexName);
        Assert.That(Service.TakeDeviations(), Is.Empty, "What was sent and answered is not as the vendor's OpenAPI documents say");
        return ValueTask.CompletedTask;
    }
}
