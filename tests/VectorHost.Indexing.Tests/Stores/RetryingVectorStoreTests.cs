using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Stores;
using VectorHost.Indexing.Tests.Embedding;

namespace VectorHost.Indexing.Tests.Stores;

[CancelAfter(20_000)]
public sealed class RetryingVectorStoreTests
{
    [Test]
    public async Task A_transient_failure_is_tried_again_until_it_succeeds(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 3, Transient());
        await using RetryingVectorStore retrying = Wrap(store);

        Assert.That(await retrying.CountAsync(RecordFilter.All, cancellationToken), Is.EqualTo(7));
        Assert.That(store.Calls, Is.EqualTo(4));
    }

    [Test]
    public async Task A_transient_failure_that_stays_is_given_up_on(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: int.MaxValue, Transient());
        await using RetryingVectorStore retrying = Wrap(store);

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(store.Calls, Is.EqualTo(5));
    }

    [Test]
    public async Task A_lasting_failure_is_not_tried_again(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: int.MaxValue, new VectorStoreException(StoreFailureKind.Mismatch, "wrong dimensions"));
        await using RetryingVectorStore retrying = Wrap(store);

        Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));
        Assert.That(store.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task A_store_that_asks_to_wait_for_long_is_asked_again_after_the_longest_wait_allowed(CancellationToken cancellationToken)
    {
        VectorStoreException throttled = new(StoreFailureKind.Throttled, "slow down") { RetryAfter = TimeSpan.FromHours(1) };
        FailingStore store = new(failures: 1, throttled);
        await using RetryingVectorStore retrying = Wrap(store);

        Assert.That(await retrying.CountAsync(RecordFilter.All, cancellationToken), Is.EqualTo(7));
    }

    [Test]
    public async Task A_store_that_asks_to_wait_is_not_asked_again_before(CancellationToken cancellationToken)
    {
        VectorStoreException throttled = new(StoreFailureKind.Throttled, "slow down") { RetryAfter = TimeSpan.FromSeconds(7) };
        FailingStore store = new(failures: 2, throttled);
        SkippingTimeProvider clock = new();
        StoreCallOptions options = new() { Timeout = SkippingTimeProvider.LongestSkipped * 2, RetryDelay = TimeSpan.FromMilliseconds(1) };
        await using RetryingVectorStore retrying = new(store, options, clock, NullLogger<RetryingVectorStore>.Instance);

        await retrying.CountAsync(RecordFilter.All, cancellationToken);

        Assert.That(clock.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7) }));
    }

    [Test]
    public async Task Waits_grow_up_to_the_longest(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 4, Transient());
        SkippingTimeProvider clock = new();
        StoreCallOptions options = new()
        {
            Timeout = SkippingTimeProvider.LongestSkipped * 2,
            RetryDelay = TimeSpan.FromSeconds(4),
            MaxRetryDelay = TimeSpan.FromSeconds(20),
        };
        await using RetryingVectorStore retrying = new(store, options, clock, NullLogger<RetryingVectorStore>.Instance);

        await retrying.CountAsync(RecordFilter.All, cancellationToken);

        double[] seconds = [.. clock.Waits.Select(wait => wait.TotalSeconds)];
        Assert.That(seconds, Has.Length.EqualTo(4));
        Assert.That(seconds, Is.All.GreaterThan(0).And.AtMost(20));
        Assert.That(seconds[0], Is.LessThan(3 * 4));
        Assert.That(seconds[2] + seconds[3], Is.GreaterThan(seconds[0]));
    }

    [Test]
    public async Task A_store_that_never_answers_times_out_also_when_it_does_not_listen(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 0, Transient()) { Hangs = true };
        await using RetryingVectorStore retrying = Wrap(store, new StoreCallOptions { Timeout = TimeSpan.FromMilliseconds(20), MaxRetries = 1, RetryDelay = TimeSpan.Zero });

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.Message, Does.Contain("count"));
    }

    [Test]
    public async Task A_store_that_fails_when_its_time_is_over_has_timed_out_all_the_same(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 0, Transient()) { Hangs = true, WhenCancelled = static () => throw new IOException("closed twice") };
        await using RetryingVectorStore retrying = Wrap(store, new StoreCallOptions { Timeout = TimeSpan.FromMilliseconds(20), MaxRetries = 0 });

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
    }

    [Test]
    public async Task Cancelling_ends_the_wait_for_a_store_that_does_not_listen()
    {
        FailingStore store = new(failures: 0, Transient()) { Hangs = true };
        await using RetryingVectorStore retrying = Wrap(store);
        using CancellationTokenSource source = new();

        Task<long> call = retrying.CountAsync(RecordFilter.All, source.Token);
        await source.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => call);
    }

    [Test]
    public async Task A_stream_that_breaks_off_is_not_begun_again(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: int.MaxValue, Transient());
        await using RetryingVectorStore retrying = Wrap(store);

        Assert.ThrowsAsync<VectorStoreException>(async () =>
        {
            await foreach (ChunkRecord _ in retrying.LoadAsync(RecordFilter.All, RecordParts.None, cancellationToken))
            {
            }
        });
        Assert.That(store.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task A_stream_whose_next_record_never_comes_times_out_also_when_the_store_does_not_listen(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 0, Transient()) { Hangs = true };
        await using RetryingVectorStore retrying = Wrap(store, new StoreCallOptions { Timeout = TimeSpan.FromMilliseconds(20), MaxRetries = 1 });

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(
            async () => await retrying.LoadAsync(RecordFilter.All, RecordParts.None, cancellationToken).ToListAsync(cancellationToken));

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.Message, Does.Contain("load"));
    }

    [Test]
    public async Task Cancelling_ends_a_stream_of_a_store_that_does_not_listen()
    {
        FailingStore store = new(failures: 0, Transient()) { Hangs = true };
        await using RetryingVectorStore retrying = Wrap(store);
        using CancellationTokenSource source = new();

        Task<List<ChunkRecord>> call = retrying.LoadAsync(RecordFilter.All, RecordParts.None, source.Token).ToListAsync(source.Token).AsTask();
        await source.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => call);
    }

    [Test]
    public async Task A_health_check_that_fails_or_never_ends_is_an_answer()
    {
        StoreCallOptions options = new() { Timeout = TimeSpan.FromMilliseconds(20), MaxRetries = 1 };
        await using RetryingVectorStore failing = Wrap(new FailingStore(failures: 1, Transient()), options);
        await using RetryingVectorStore hanging = Wrap(new FailingStore(failures: 0, Transient()) { Hangs = true }, options);

        StoreHealth failed = await failing.CheckHealthAsync();
        StoreHealth hung = await hanging.CheckHealthAsync();

        Assert.That(failed, Is.EqualTo(new StoreHealth { IsHealthy = false, Description = "the server is away" }));
        Assert.That(hung.IsHealthy, Is.False);
        Assert.That(hung.Description, Does.Contain("health check"));
    }

    [Test]
    public async Task Without_retries_a_transient_failure_is_the_answer(CancellationToken cancellationToken)
    {
        FailingStore store = new(failures: 1, Transient());
        await using RetryingVectorStore retrying = Wrap(store, new StoreCallOptions { MaxRetries = 0 });

        Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));
        Assert.That(store.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task The_first_retry_is_told_and_no_other(CancellationToken cancellationToken)
    {
        int told = 0;
        StoreCallOptions options = new() { RetryDelay = TimeSpan.FromMilliseconds(1), OnFirstRetry = () => told++ };
        await using RetryingVectorStore healthy = Wrap(new FailingStore(failures: 0, Transient()), options);
        await healthy.CountAsync(RecordFilter.All, cancellationToken);
        Assert.That(told, Is.Zero);

        await using RetryingVectorStore retrying = Wrap(new FailingStore(failures: 7, Transient()), options);
        Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All, cancellationToken));
        await retrying.CountAsync(RecordFilter.All, cancellationToken);

        Assert.That(told, Is.EqualTo(1));
    }

    [TestCase(StoreFailureKind.Unavailable, 1)]
    [TestCase(StoreFailureKind.Throttled, 5)]
    public async Task Whoever_does_not_wait_for_a_store_that_is_down_still_waits_for_one_that_is_busy(StoreFailureKind kind, int calls)
    {
        FailingStore store = new(failures: int.MaxValue, new VectorStoreException(kind, "not now"));
        await using RetryingVectorStore retrying = Wrap(store, new StoreCallOptions { RetryDelay = TimeSpan.FromMilliseconds(1), RetriesUnavailable = false });

        Assert.ThrowsAsync<VectorStoreException>(() => retrying.CountAsync(RecordFilter.All));
        Assert.That(store.Calls, Is.EqualTo(calls));
    }

    private static VectorStoreException Transient() => new(StoreFailureKind.Unavailable, "the server is away");

    private static RetryingVectorStore Wrap(IVectorStore store, StoreCallOptions? options = null) => new(
        store,
        options ?? new StoreCallOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(2) },
        TimeProvider.System,
        NullLogger<RetryingVectorStore>.Instance);

    private sealed class FailingStore(int failures, Exception failure) : IVectorStore
    {
        public bool Hangs { get; init; }

        public Action? WhenCancelled { get; init; }

        public int Calls { get; private set; }

        public StoreLimits Limits => new() { MaxBatchRecords = 1 };

        public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
        {
            if (Hangs)
            {
                if (WhenCancelled is not null)
                {
                    cancellationToken.Register(WhenCancelled);
                }

                return new TaskCompletionSource<long>().Task;
            }

            return Calls++ < failures ? Task.FromException<long>(failure) : Task.FromResult(7L);
        }

        public async IAsyncEnumerable<ChunkRecord> LoadAsync(
            RecordFilter filter,
            RecordParts parts,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Calls++;
            await (Hangs ? new TaskCompletionSource().Task : Task.FromException(failure));
            yield break;
        }

        public Task ConnectAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
        {
            await CountAsync(RecordFilter.All, cancellationToken);
            return new StoreHealth { IsHealthy = true, Description = "well" };
        }

        public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
