using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Postgres;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>What happens when things end in the middle.</summary>
[TestFixture]
public sealed class PostgresFaultTests : PostgresTest
{
    private const string SomebodyWaits = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)";

    [Test]
    public async Task A_save_that_waits_for_another_can_be_cancelled_and_leaves_the_server_in_peace()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await using TableLock theirs = await TableLock.TakeAsync(Backend);
        using CancellationTokenSource source = new();

        Task saving = store.SaveAsync(TestData.Records(3), TestData.Metadata(), source.Token);
        await UntilAsync(SomebodyWaits);
        await source.CancelAsync();

        await Assert.ThatAsync(() => saving, Throws.InstanceOf<OperationCanceledException>().With.InnerException.Null);
        await UntilAsync($"SELECT NOT ({SomebodyWaits[7..]})");
        await theirs.DisposeAsync();
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task A_search_that_waits_can_be_cancelled()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await using TableLock theirs = await TableLock.TakeAsync(Backend);
        using CancellationTokenSource source = new();

        Task searching = store.SearchAsync(Query(TestData.RandomVector(1), top: 3), source.Token);
        await UntilAsync(SomebodyWaits);
        await source.CancelAsync();

        await Assert.ThatAsync(() => searching, Throws.InstanceOf<OperationCanceledException>().With.InnerException.Null);
    }

    [Test]
    public async Task A_connection_that_the_server_ends_mid_call_is_a_transient_failure_after_which_the_store_works()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await using TableLock theirs = await TableLock.TakeAsync(Backend);

        Task saving = store.SaveAsync(TestData.Records(3), TestData.Metadata());
        await UntilAsync(SomebodyWaits);
        await Backend.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted");
        VectorStoreException failure = await FailureOf(() => saving);

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
        await theirs.DisposeAsync();
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
    }

    [Test]
    public async Task A_statement_that_the_servers_own_time_limit_ends_is_timed_out()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new()
        {
            ["host"] = null,
            ["port"] = null,
            ["username"] = null,
            ["password"] = null,
            ["connection_string"] = $"{(await PostgresServer.GetSharedAsync()).ConnectionString};Options=-c statement_timeout=200",
        });
        await using TableLock theirs = await TableLock.TakeAsync(Backend);

        VectorStoreException failure = await FailureOf(() => store.CountAsync(RecordFilter.All));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.IsTransient, Is.True);
    }

    [Test]
    public async Task A_stream_whose_connection_ends_breaks_off_with_a_failure()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(600), TestData.Metadata());
        await using IAsyncEnumerator<ChunkRecord> stream = store.LoadAsync(RecordFilter.All, RecordParts.All).GetAsyncEnumerator();
        await stream.MoveNextAsync();

        await Backend.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'FETCH %' AND state = 'idle in transaction'");
        VectorStoreException failure = await FailureOf(async () =>
        {
            while (await stream.MoveNextAsync())
            {
                // Until the page at hand is used up.
            }
        });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(600));
    }

    [Test]
    public async Task What_was_acknowledged_survives_the_sudden_end_of_the_server_and_saving_goes_on_after_it()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        PostgresTestBackend backend = new(server);
        ChunkRecord[] records = TestData.Records(20_000, dimensions: 32);
        List<ChunkRecord> acknowledged = [];
        await using IVectorStore store = await backend.ConnectAsync();
        TaskCompletionSource isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Task saving = SaveUntilFailureAsync();
        await isUnderWay.Task;
        await server.KillAsync();
        VectorStoreException failure = await FailureOf(() => saving);
        VectorStoreException whileDown = await FailureOf(() => store.CountAsync(RecordFilter.All));
        StoreHealth healthWhileDown = await store.CheckHealthAsync();
        await server.StartAgainAsync();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(whileDown.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(healthWhileDown.IsHealthy, Is.False);
        List<ChunkRecord> left = await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync();
        Assert.That(left.Count % 100, Is.Zero, "a save is there whole or not at all");
        Expect.SameRecords(left.Where(record => acknowledged.Exists(saved => saved.Id == record.Id)), acknowledged);
        foreach (ChunkRecord[] batch in records.Chunk(2_000))
        {
            await store.SaveAsync(batch, TestData.Metadata(dimensions: 32));
        }

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);

        async Task SaveUntilFailureAsync()
        {
            foreach (ChunkRecord[] batch in records.Chunk(100))
            {
                await store.SaveAsync(batch, TestData.Metadata(dimensions: 32));
                acknowledged.AddRange(batch);
                if (acknowledged.Count == 1_000)
                {
                    isUnderWay.SetResult();
                }
            }
        }
    }

    [Test]
    public async Task A_server_without_a_connection_left_asks_to_slow_down()
    {
        await using PostgresServer server = await PostgresServer.StartAsync("max_connections=4", "superuser_reserved_connections=0");
        PostgresTestBackend backend = new(server);
        await using IVectorStore store = await backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(600), TestData.Metadata());
        IAsyncEnumerator<ChunkRecord>[] streams = [.. Enumerable.Range(0, 5).Select(_ => store.LoadAsync(RecordFilter.All, RecordParts.None).GetAsyncEnumerator())];

        VectorStoreException failure = await FailureOf(async () =>
        {
            foreach (IAsyncEnumerator<ChunkRecord> stream in streams)
            {
                await stream.MoveNextAsync();
            }
        });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Throttled));
        Assert.That(failure.IsTransient, Is.True);
        foreach (IAsyncEnumerator<ChunkRecord> stream in streams)
        {
            await stream.DisposeAsync();
        }

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(600));
    }
}
