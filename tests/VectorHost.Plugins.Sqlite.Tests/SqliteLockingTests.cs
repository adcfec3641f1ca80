using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Somebody else writes, for long or for ever; saves are cancelled halfway; calls come too early or too late.</summary>
[TestFixture]
public sealed class SqliteLockingTests : SqliteTest
{
    [Test]
    public async Task A_writer_that_does_not_end_is_a_conflict_that_may_pass()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["busy_timeout_seconds"] = "0" });
        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());
        using SqliteConnection other = BeginToWrite();

        VectorStoreException failure = await FailureOf(
            () => store.SaveAsync([TestData.Record(2)], TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Conflict));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain("Another process").And.Contain(Backend.DatabasePath).And.Contain("0 seconds"));
    }

    [Test]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["busy_timeout_seconds"] = "0" });
        await store.SaveAsync(TestData.Records(10), TestData.Metadata());
        using SqliteConnection other = BeginToWrite();
        other.Execute("DELETE FROM chunk; DELETE FROM vector; UPDATE repository SET generation = generation + 1");

        await using IVectorStore second = await Backend.ConnectAsync(new() { ["busy_timeout_seconds"] = "0" });

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(10));
        Assert.That(await second.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 20 }), Has.Count.EqualTo(10));
        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.True);
    }

    [Test]
    public async Task A_save_waits_until_the_other_writer_is_done()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["busy_timeout_seconds"] = "3600" });
        SqliteConnection other = BeginToWrite();
        Task saving = store.SaveAsync([TestData.Record(1)], TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(saving.IsCompleted, Is.False);

        other.Dispose();
        await saving;

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_save_that_waits_can_be_cancelled(CancellationToken cancellationToken)
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["busy_timeout_seconds"] = "3600" });
        using SqliteConnection other = BeginToWrite();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task saving = store.SaveAsync([TestData.Record(1)], TestData.Metadata(), source.Token);

        await source.CancelAsync();

        await Assert.ThatAsync(async () => await saving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(cancellationToken.IsCancellationRequested, Is.False, "it was our own doing");
    }

    [Test]
    public async Task A_save_cancelled_halfway_saves_nothing_and_leaves_the_store_working()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        using CancellationTokenSource source = new();
        CancellingList records = new(TestData.Records(500), source, at: 250);

        await Assert.ThatAsync(async () => await store.SaveAsync(records, TestData.Metadata(), source.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await store.ExistsAsync(), Is.False);
        await store.SaveAsync(TestData.Records(500), TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(500));
    }

    [Test]
    public async Task A_batch_with_one_record_that_cannot_be_stored_saves_nothing_and_names_it()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        ChunkRecord[] records = TestData.Records(10);
        records[7] = records[7] with { Text = "half \uD83D" };

        VectorStoreException failure = await FailureOf(() => store.SaveAsync(records, TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidRecord));
        Assert.That(failure.Message, Does.Contain(records[7].Path).And.Contain("line 8"));
        Assert.That(failure.InnerException, Is.Null);
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task A_disposed_store_refuses_every_call_and_can_be_disposed_again()
    {
        IVectorStore store = await Backend.ConnectAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();

        foreach (Func<Task> call in AllCalls(store))
        {
            await Assert.ThatAsync(call, Throws.InstanceOf<ObjectDisposedException>());
        }
    }

    [Test]
    public async Task A_store_that_was_not_connected_says_so()
    {
        IVectorStore store = Backend.CreateStore();

        foreach (Func<Task> call in AllCalls(store).Skip(1))
        {
            await Assert.ThatAsync(call, Throws.InvalidOperationException.With.Message.Contain("ConnectAsync"));
        }
    }

    private static List<Func<Task>> AllCalls(IVectorStore store) =>
    [
        () => store.ConnectAsync(),
        () => store.CheckHealthAsync(),
        () => store.SaveAsync([], TestData.Metadata()),
        () => store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync().AsTask(),
        () => store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 1 }),
        () => store.GetMetadataAsync(),
        () => store.CountAsync(RecordFilter.All),
        () => store.DeleteAsync(RecordFilter.ForRepository("x")),
        () => store.ClearAsync(),
        () => store.ExistsAsync(),
    ];

    private SqliteConnection BeginToWrite()
    {
        SqliteConnection other = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadWrite);
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }

    private sealed class CancellingList(ChunkRecord[] records, CancellationTokenSource source, int at) : IReadOnlyList<ChunkRecord>
    {
        private int _given;

        public int Count => records.Length;

        public ChunkRecord this[int index] => records[index];

        public IEnumerator<ChunkRecord> GetEnumerator()
        {
            foreach (ChunkRecord record in records)
            {
                // The store looks at every record twice: once for its dimensions, once to save it.
                if (++_given == records.Length + at)
                {
                    source.Cancel();
                }

                yield return record;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
