using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers;
using VectorHost.TestServers.Postgres;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>A test with a schema of its own on the shared server, which goes with it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class PostgresTest : IAsyncDisposable
{
    /// <summary>The schema, and stores over it.</summary>
    protected PostgresTestBackend Backend { get; } = new();

    [SetUp]
    public void RequireTheServer() => InstalledServers.Require("postgres");

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The failure that the call must end in: for the user, and without the password.</summary>
    protected static async Task<VectorStoreException> FailureOf(Func<Task> call)
    {
        VectorStoreException? failure = null;
        await Assert.ThatAsync(call, Throws.TypeOf<VectorStoreException>().With.Matches<VectorStoreException>(thrown => (failure = thrown) is not null));
        Assert.That(failure!.ToString(), Does.Not.Contain(PostgresServer.Password));
        Assert.That(failure.InnerException, Is.Null);
        return failure;
    }

    /// <summary>Asks the server until it answers yes.</summary>
    protected async Task UntilAsync(string question)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!await Backend.QueryAsync<bool>(question))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A search for the best among all records.</summary>
    protected static VectorQuery Query(ReadOnlyMemory<float> embedding, int top) => new() { Embedding = embedding, Top = top };

    /// <summary>Records in clusters, as real vectors are.</summary>
    protected static ChunkRecord[] ClusteredRecords(int count, int dimensions) =>
    [
        .. TestData.Records(count, dimensions: dimensions).Select((record, number) => record with { Embedding = Clustered(number, dimensions) }),
    ];

    /// <summary>A vector near one of fifty centres.</summary>
    protected static float[] Clustered(int number, int dimensions)
    {
        float[] centre = TestData.RandomVector((number % 50) + 1_000_000, dimensions);
        float[] own = TestData.RandomVector(number + 2_000_000, dimensions);
        return TestData.Normalized([.. centre.Zip(own, (left, right) => left + (0.6f * right))]);
    }

    /// <summary>The settings of the user of <see cref="WithRoleAsync"/>.</summary>
    protected static Dictionary<string, string?> AsUser(string role, string schema = "not_there") =>
        new() { ["username"] = role, ["password"] = "secret-of-the-role", ["schema"] = schema };

    /// <summary>Tests with a user who has no right but to log in.</summary>
    protected async Task WithRoleAsync(Func<string, Task> test)
    {
        string role = $"vh_role_{Guid.NewGuid():N}";
        await Backend.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS vector");
        await Backend.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret-of-the-role'");
        try
        {
            await test(role);
        }
        finally
        {
            await Backend.ExecuteAsync($"DROP OWNED BY {role} CASCADE");
            await Backend.ExecuteAsync($"DROP ROLE {role}");
        }
    }
}
