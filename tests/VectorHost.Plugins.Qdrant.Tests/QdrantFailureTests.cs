using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>What a server says no with, and what comes of connections that break.</summary>
[TestFixture]
public sealed class QdrantFailureTests : QdrantTest
{
    private static readonly VectorQuery Query = new() { Embedding = TestData.RandomVector(1), Top = 3 };

    [TestCase(400, "Wrong input: Vector dimension error: expected dim: 16, got 3", StoreFailureKind.Mismatch, false)]
    [TestCase(400, "Bad request: Index required but not found for \"path\" of one of the following types: [keyword]. Help: …", StoreFailureKind.Mismatch, false)]
    [TestCase(400, "Bad request: Exact search disabled!. Help: Set exact=false.", StoreFailureKind.InvalidConfiguration, false)]
    [TestCase(400, "JSON payload (33554433 bytes) is larger than allowed (limit: 33554432 bytes).", StoreFailureKind.LimitExceeded, false)]
    [TestCase(400, "Bad request: Limit exceeded 500 > 100 for \"limit\". Help: …", StoreFailureKind.LimitExceeded, false)]
    [TestCase(400, "Bad request: Max points count limit of 5 reached!", StoreFailureKind.LimitExceeded, false)]
    [TestCase(413, "Request Entity Too Large", StoreFailureKind.LimitExceeded, false)]
    [TestCase(422, "Validation error in JSON body: [limit: value 0 invalid]", StoreFailureKind.InvalidRecord, false)]
    [TestCase(403, "Storage locked: Snapshot in progress", StoreFailureKind.Unavailable, false)]
    [TestCase(403, "Forbidden: Access denied", StoreFailureKind.RefusedCredentials, false)]
    [TestCase(408, "Timeout: Operation 'Search' timed out after 1 seconds", StoreFailureKind.TimedOut, true)]
    [TestCase(500, "Service internal error: panic", StoreFailureKind.Unavailable, true)]
    [TestCase(503, "Shard temporarily unavailable: The replica is recovering", StoreFailureKind.Unavailable, true)]
    [TestCase(507, "Insufficient storage: Disk usage is at 99%", StoreFailureKind.Unavailable, false)]
    public async Task A_refusal_has_its_kind_and_Qdrants_own_words(int status, string text, StoreFailureKind kind, bool isTransient)
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        Server.Server.Intercept = (call, _) => Task.FromResult<HttpAnswer?>(
            call.Path.EndsWith("/points/query", StringComparison.Ordinal) ? new QdrantRefusalException(status, text).Answer : null);

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query));

        Assert.That(failure.Kind, Is.EqualTo(kind));
        Assert.That(failure.IsTransient, Is.EqualTo(isTransient));
        Assert.That(failure.Message, Does.Contain($"\"{text}\"").And.Not.Contain("{\""));
        Assert.That(failure.InnerException, Is.Null);
    }

    [Test]
    public async Task A_server_that_asks_to_slow_down_says_for_how_long()
    {
        await StartAsync(new QdrantDoubleOptions { StrictMode = new QdrantStrictMode { ReadRateLimit = 5 } });
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        VectorStoreException failure = await FailureOf(async () =>
        {
            for (int search = 0; search < 6; search++)
            {
                await store.SearchAsync(Query);
            }
        });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Throttled));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCase("acknowledged")]
    [TestCase("wait_timeout")]
    public async Task A_save_that_is_accepted_and_not_done_is_not_taken_for_done(string status)
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        Answer("/points", HttpAnswer.OfJson(new { result = new { operation_id = 1, status }, status = "ok", time = 0.1 }));

        VectorStoreException failure = await FailureOf(() => store.SaveAsync(TestData.Records(1), TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain(status));
    }

    [Test]
    public async Task Metadata_is_not_saved_where_the_records_were_not()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        Answer("code.16/points", new QdrantRefusalException(500, "Service internal error: disk").Answer);

        await FailureOf(() => store.SaveAsync(TestData.Records(3), TestData.Metadata()));

        Assert.That(await store.ExistsAsync(), Is.False);
    }

    [TestCase("""{"result":{"points":[{"id":"zz","version":1,"score":1}]},"status":"ok","time":0.1}""")]
    [TestCase("""{"result":null,"status":"ok","time":0.1}""")]
    [TestCase("""{"status":"ok","time":0.1}""")]
    [TestCase("""{"result":{"points":null}}""")]
    [TestCase("""{"result":{"points":[{"id":"00000000-0000-0000-0000-000000000001","version":1}]},"status":"ok"}""")]
    [TestCase("<html>Bad Gateway</html>")]
    [TestCase("")]
    public async Task An_answer_that_cannot_be_understood_is_said_to_be_none_of_Qdrants(string body)
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        Answer("/points/query", HttpAnswer.OfText(body) with { ContentType = "application/json" });

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query with { Top = 1 }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(failure.Message, Does.Contain("Qdrant"));
    }

    [TestCase("/points/query")]
    [TestCase("/collections")]
    public async Task A_connection_that_breaks_in_the_middle_of_an_answer_may_be_tried_again(string path)
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        Answer(path, HttpAnswer.OfText("""{"result":{"points":[""") with { ContentType = "application/json", CutAfter = 10 });

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
        Server.Server.Intercept = null;
        Assert.That(await store.SearchAsync(Query), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_save_whose_answer_was_lost_can_be_repeated_without_copies()
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        ChunkRecord[] records = TestData.Records(20);
        Server.Server.Spoil = exchange => exchange.Request.Path.EndsWith("/points", StringComparison.Ordinal) ? exchange.Answer with { CutAfter = 1 } : exchange.Answer;
        await FailureOf(() => store.SaveAsync(records, TestData.Metadata()));
        Server.Server.Spoil = null;
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(20), "the server did it before its answer was lost");

        await store.SaveAsync(records, TestData.Metadata());
        await store.SaveAsync(records, TestData.Metadata());

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);
    }

    [Test]
    public async Task A_server_that_never_answers_holds_nobody_who_cancels()
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        TaskCompletionSource asked = new();
        Server.Server.Intercept = async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        };
        foreach (Func<CancellationToken, Task> call in EveryCall(store))
        {
            using CancellationTokenSource source = new();
            Task running = call(source.Token);
            await asked.Task;

            await source.CancelAsync();

            // The server waits forever: only the cancellation can end this.
            await Assert.ThatAsync(async () => await running, Throws.InstanceOf<OperationCanceledException>());
            asked = new TaskCompletionSource();
        }

        static IEnumerable<Func<CancellationToken, Task>> EveryCall(IVectorStore store) =>
        [
            token => store.SaveAsync(TestData.Records(2), TestData.Metadata(), token),
            token => store.SearchAsync(Query, token),
            token => store.CountAsync(RecordFilter.All, token),
            token => store.DeleteAsync(RecordFilter.ForRepository("alpha"), token),
            token => store.ClearAsync("alpha", token),
            token => store.GetMetadataAsync(null, token),
            token => store.CheckHealthAsync(token),
            token => store.LoadAsync(RecordFilter.All, RecordParts.All, token).CountAsync(CancellationToken.None).AsTask(),
        ];
    }

    private async Task<IVectorStore> ConnectWithRecordsAsync()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());
        return store;
    }
}
