using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>A test with a double of its own, which goes with it, as do the stores that it makes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class QdrantTest
{
    private readonly List<IAsyncDisposable> _disposables = [];
    private readonly ConcurrentQueue<HttpCall> _calls = [];
    private ExchangeComparison? _comparison;

    /// <summary>The double, once it was started.</summary>
    protected QdrantDouble Server { get; private set; } = null!;

    /// <summary>What the double was asked.</summary>
    protected IReadOnlyList<HttpCall> Calls => [.. _calls];

    [TearDown]
    public async Task DisposeEverything()
    {
        foreach (IAsyncDisposable disposable in Enumerable.Reverse(_disposables))
        {
            await disposable.DisposeAsync();
        }

        Assert.That(_comparison?.Problems ?? [], Is.Empty, "What Qdrant's description does not allow");
    }

    /// <summary>Starts the double.</summary>
    protected async Task StartAsync(QdrantDoubleOptions? options = null)
    {
        Server = new QdrantDouble(options);
        _comparison = QdrantDescription.Compare(Server);
        Server.Server.Observe += exchange => _calls.Enqueue(exchange.Request);
        await DisposedWithTheTest(Server).StartAsync();
    }

    /// <summary>A store that is not connected.</summary>
    protected IVectorStore CreateStore(Dictionary<string, string?>? settings = null, ILoggerFactory? loggerFactory = null)
    {
        Dictionary<string, string?> section = new() { ["host"] = "127.0.0.1", ["port"] = $"{Server?.Server.Port ?? 1}" };
        foreach ((string key, string? value) in settings ?? [])
        {
            section[key] = value;
        }

        return DisposedWithTheTest(new QdrantVectorStore(QdrantTestBackend.CreateContext(section, loggerFactory: loggerFactory)));
    }

    /// <summary>A connected store.</summary>
    protected async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>Answers instead of the double, where the path ends like this.</summary>
    protected void Answer(string pathEnd, HttpAnswer answer) =>
        Server.Server.Intercept = (call, _) => Task.FromResult(call.Path.EndsWith(pathEnd, StringComparison.Ordinal) ? answer : null);

    /// <summary>Disposes something when the test ends.</summary>
    protected T DisposedWithTheTest<T>(T disposable)
        where T : IAsyncDisposable
    {
        _disposables.Add(disposable);
        return disposable;
    }

    /// <summary>The failure that the call must end in.</summary>
    protected static async Task<VectorStoreException> FailureOf(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (VectorStoreException exception)
        {
            return exception;
        }

        throw new AssertionException("The call succeeded where a VectorStoreException was expected.");
    }
}
