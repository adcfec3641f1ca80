using System.Collections.Concurrent;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Servers that are killed: each test has one of its own.</summary>
[TestFixture(ChromaVersion.Older)]
[TestFixture(ChromaVersion.Newer)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
public sealed class ChromaCrashTests(ChromaVersion version)
{
    private static readonly VectorQuery Query = new() { Embedding = TestData.RandomVector(9_999), Top = 10 };

    [Test]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_server_is_killed_during_saves(CancellationToken cancellationToken)
    {
        await using ChromaServer server = await ChromaServer.StartAsync(version);
        await using IVectorStore store = await ConnectAsync(server, cancellationToken);
        ChunkRecord[] records = TestData.Records(4_000);
        ConcurrentBag<ChunkRecord> acknowledged = [];
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] writers = [.. records.Chunk(1_000).Select(share => SaveUntilItFailsAsync(store, share, acknowledged, enough, cancellationToken))];

        await enough.Task.WaitAsync(cancellationToken);
        await server.KillAsync();
        await Task.WhenAll(writers);
        await server.RestartAsync();

        HashSet<Guid> found = [.. await store.LoadAsync(RecordFilter.All, RecordParts.None, cancellationToken).Select(record => record.Id).ToListAsync(cancellationToken)];
        Assert.That(acknowledged.Select(record => record.Id).Where(id => !found.Contains(id)), Is.Empty);
        Assert.That(acknowledged, Has.Count.LessThan(records.Length), "the server was killed during the saves");
        foreach (ChunkRecord[] batch in records.Chunk(500))
        {
            await store.SaveAsync(batch, TestData.Metadata(), cancellationToken);
        }

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All, cancellationToken).ToListAsync(cancellationToken), records);
        Expect.SameHits(await store.SearchAsync(Query, cancellationToken), ExactSearch.Search(records, Query));
    }

    [Test]
    public async Task A_server_that_comes_back_is_used_again_by_the_same_store(CancellationToken cancellationToken)
    {
        await using ChromaServer server = await ChromaServer.StartAsync(version);
        await using IVectorStore store = await ConnectAsync(server, cancellationToken);
        ChunkRecord[] records = TestData.Records(500);
        await store.SaveAsync(records, TestData.Metadata(), cancellationToken);
        Task<IReadOnlyList<SearchHit>>[] searches = [.. Enumerable.Range(0, 50).Select(_ => store.SearchAsync(Query, cancellationToken))];

        await server.KillAsync();

        foreach (Task<IReadOnlyList<SearchHit>> search in searches)
        {
            try
            {
                Expect.SameHits(await search, ExactSearch.Search(records, Query));
            }
            catch (VectorStoreException failureInTheMiddle)
            {
                Assert.That(failureInTheMiddle.IsTransient, Is.True, failureInTheMiddle.Message);
            }
        }

        VectorStoreException failure = await ChromaFailure.OfAsync(() => store.SearchAsync(Query, cancellationToken));
        StoreHealth health = await store.CheckHealthAsync(cancellationToken);
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain($"127.0.0.1:{server.Port}"));

        await server.RestartAsync();

        Expect.SameHits(await store.SearchAsync(Query, cancellationToken), ExactSearch.Search(records, Query));
        Assert.That((await store.CheckHealthAsync(cancellationToken)).IsHealthy, Is.True);
    }

    private static async Task<IVectorStore> ConnectAsync(ChromaServer server, CancellationToken cancellationToken)
    {
        ChromaVectorStore store = new(ChromaTestBackend.Context(new() { ["host"] = "127.0.0.1", ["port"] = $"{server.Port}" }));
        await store.ConnectAsync(cancellationToken);
        return store;
    }

    private static async Task SaveUntilItFailsAsync(
        IVectorStore store, ChunkRecord[] records, ConcurrentBag<ChunkRecord> acknowledged, TaskCompletionSource enough, CancellationToken cancellationToken)
    {
        foreach (ChunkRecord[] batch in records.Chunk(25))
        {
            try
            {
                await store.SaveAsync(batch, TestData.Metadata(), cancellationToken);
            }
            catch (VectorStoreException failure) when (failure.IsTransient)
            {
                return;
            }

            Array.ForEach(batch, acknowledged.Add);
            if (acknowledged.Count >= 300)
            {
                enough.TrySetResult();
            }
        }
    }
}
