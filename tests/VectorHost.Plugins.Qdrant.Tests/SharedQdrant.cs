using VectorHost.TestServers.OpenApi;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>
/// The doubles that the conformance tests share, one of each version; each test has collections of its own there. Where
/// the vendor's description is at hand, every exchange is compared with it.
/// </summary>
[SetUpFixture]
public sealed class SharedQdrant
{
    /// <summary>The key that both take.</summary>
    public const string ApiKey = "shared-key-of-the-tests";

    private static QdrantDouble? _current;
    private static QdrantDouble? _older;
    private static ExchangeComparison? _comparison;

    /// <summary>A server of the version that the plugin was written for.</summary>
    public static QdrantDouble Current => _current!;

    /// <summary>A server that knows no prefixes, and takes no exact counts and little at once.</summary>
    public static QdrantDouble Older => _older!;

    /// <summary>What the exchanges have that the description does not allow.</summary>
    public static ExchangeComparison Comparison => _comparison!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _current = await new QdrantDouble(new QdrantDoubleOptions { ApiKey = ApiKey }).StartAsync();
        _older = await new QdrantDouble(new QdrantDoubleOptions
        {
            ApiKey = ApiKey,
            Version = new Version(1, 12, 6),
            StrictMode = new QdrantStrictMode
            {
                AllowsExact = false,
                MaxQueryLimit = 5_000,
                UpsertMaxBatchSize = 400,
                ConditionMaxSize = 5_000,
                FilterMaxConditions = 8,
                MaxTimeout = 10,
            },
        }).StartAsync();
        _comparison = QdrantDescription.Compare(_current, _older);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Current.DisposeAsync();
        await Older.DisposeAsync();
    }
}
