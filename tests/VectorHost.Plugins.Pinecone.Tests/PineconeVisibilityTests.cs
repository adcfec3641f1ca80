using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>The service shows writes late; whoever waits for a write has seen it.</summary>
[TestFixture]
public sealed class PineconeVisibilityTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5)]
    public async Task What_was_saved_or_deleted_is_so_for_another_store_at_once(int requestsUntilVisible)
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { RequestsUntilVisible = requestsUntilVisible });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync();
        await using IVectorStore other = await backend.ConnectAsync();
        ChunkRecord[] records = TestData.Records(5);

        await store.SaveAsync(records, TestData.Metadata());
        Expect.SameRecords(await other.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);
        await store.DeleteAsync(RecordFilter.ForIds([records[0].Id]));
        Assert.That(await other.CountAsync(RecordFilter.All), Is.EqualTo(4));
        await store.DeleteAsync(RecordFilter.ForRepository(TestData.Repository));
        Assert.That(await other.CountAsync(RecordFilter.All), Is.Zero);
        await store.SaveAsync(records[..1], TestData.Metadata());
        Assert.That(await other.SearchAsync(new VectorQuery { Embedding = records[0].Embedding, Top = 3 }), Has.Count.EqualTo(1));
        await store.ClearAsync();
        Assert.That(await other.ExistsAsync(), Is.False);
    }

    [Test]
    public async Task A_write_that_is_not_seen_in_time_ends_in_a_failure_that_may_be_repeated()
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { RequestsUntilVisible = 1_000_000 });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync(new() { ["visibility_timeout_seconds"] = "1" });

        VectorStoreException? failure = null;
        await Assert.ThatAsync(
            () => store.SaveAsync([TestData.Record(1)], TestData.Metadata()),
            Throws.TypeOf<VectorStoreException>().With.Matches<VectorStoreException>(thrown => (failure = thrown) is not null));

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain("within 1 seconds").And.Contain("visibility_timeout_seconds"));
    }

    [Test]
    public async Task Waiting_for_a_write_to_be_seen_can_be_cancelled()
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { RequestsUntilVisible = 1_000_000 });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Data.Intercept = (call, _) =>
        {
            if (call.Path.EndsWith("/query", StringComparison.Ordinal))
            {
                asked.TrySetResult();
            }

            return Task.FromResult<TestServers.Http.HttpAnswer?>(null);
        };
        using CancellationTokenSource source = new();
        Task saving = store.SaveAsync([TestData.Record(1)], TestData.Metadata(), source.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await source.CancelAsync();

        await Assert.ThatAsync(() => saving.WaitAsync(TimeSpan.FromSeconds(5)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_service_that_tells_no_numbers_is_taken_at_its_word()
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { TellsSequenceNumbers = false, RequestsUntilVisible = 0 });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync();

        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    public async Task The_newer_names_of_the_headers_are_understood()
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { UsesNewerHeaders = true, RequestsUntilVisible = 5 });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync();

        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    public async Task Where_only_reads_tell_no_numbers_the_log_says_so()
    {
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { RequestsUntilVisible = 0 });
        await using PineconeTestBackend backend = new(service);
        await using CollectingLogs logs = new();
        await using PineconeVectorStore store = new(backend.CreateContext([], logs));
        await store.ConnectAsync();
        service.Data.Intercept = (call, _) => Task.FromResult(call.Path.EndsWith("/query", StringComparison.Ordinal)
            ? TestServers.Http.HttpAnswer.OfJson(new { matches = new[] { new { id = "a", score = 1 } } })
            : null);

        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());

        Assert.That(logs.Warnings, Has.Some.Contains("no sequence numbers"));
        Assert.That(logs.Messages, Has.None.Contains(service.Options.ApiKey));
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class CollectingLogs : ILoggerFactory, ILogger, IAsyncDisposable
    {
        private readonly Lock _gate = new();

        public List<string> Warnings { get; } = [];

        public List<string> Messages { get; } = [];

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
            {
                Messages.Add(formatter(state, exception));
                if (logLevel >= LogLevel.Warning)
                {
                    Warnings.Add(formatter(state, exception));
                }
            }
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
