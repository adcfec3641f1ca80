using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>A test with a database folder of its own, which goes with it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class SqliteTest : IAsyncDisposable
{
    /// <summary>The folder, and stores over it.</summary>
    protected SqliteTestBackend Backend { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The failure that the call must end in.</summary>
    protected static async Task<VectorStoreException> FailureOf(Func<Task> call)
    {
        VectorStoreException? failure = null;
        await Assert.ThatAsync(call, Throws.TypeOf<VectorStoreException>().With.Matches<VectorStoreException>(thrown => (failure = thrown) is not null));
        return failure!;
    }
}
