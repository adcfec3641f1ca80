using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Many callers at once, of one store and of several over the same state.</summary>
public abstract class ConcurrencyConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [Test]
    [Scenario(39)]
    public async Task Writers_of_different_records_all_succeed()
    {
        ChunkRecord[] records = TestData.Records(400);

        await Task.WhenAll(records.Chunk(50).Select(batch => Store.SaveAsync(batch, TestData.Metadata())));

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(39)]
    public async Task Writers_of_two_stores_over_one_state_all_succeed()
    {
        IVectorStore other = await ConnectAnotherStoreAsync();
        ChunkRecord[] records = TestData.Records(400);

        await Task.WhenAll(records.Chunk(20).Select((batch, number) => (number % 2 == 0 ? Store : other).SaveAsync(batch, TestData.Metadata())));

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(41)]
    public async Task A_write_is_seen_by_every_read_that_begins_after_it()
    {
        IVectorStore other = await ConnectAnotherStoreAsync();
        VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 100 };
        for (int number = 0; number < 20; number++)
        {
            await Store.SaveAsync([TestData.Record(number)], TestData.Metadata());

            Assert.That(await other.CountAsync(RecordFilter.All), Is.EqualTo(number + 1));
            Assert.That(await other.SearchAsync(query), Has.Count.EqualTo(number + 1));
            Assert.That(await Store.SearchAsync(query), Has.Count.EqualTo(number + 1));
        }
    }

    [Test]
    [Scenario(41)]
    public async Task A_repository_that_another_user_cleared_and_indexed_again_is_searched_as_it_is_now()
    {
        IVectorStore other = await ConnectAnotherStoreAsync();
        VectorQuery query = new() { Embedding = TestData.AxisVector(0), Top = 5 };
        await Store.SaveAsync([TestData.Record(1) with { Embedding = TestData.AxisVector(0) }], TestData.Metadata());
        Assert.That((await Store.SearchAsync(query)).Single().Score, Is.EqualTo(1).Within(1e-5));

        await other.ClearAsync(TestData.Repository);
        await other.SaveAsync([TestData.Record(2) with { Embedding = TestData.AxisVector(1) }], TestData.Metadata());

        SearchHit hit = (await Store.SearchAsync(query)).Single();
        Assert.That(hit.Record.Id, Is.EqualTo(TestData.Record(2).Id));
        Assert.That(hit.Score, Is.Zero.Within(1e-5));
    }

    [Test]
    [Scenario(88)]
    public async Task Searches_during_writes_see_whole_records_only()
    {
        ChunkRecord[] records = TestData.Records(300);
        Dictionary<Guid, ChunkRecord> byId = records.ToDictionary(record => record.Id);
        Task writing = Task.WhenAll(records.Chunk(10).Select(batch => Store.SaveAsync(batch, TestData.Metadata())));

        int searches = 0;
        while (!writing.IsCompleted || searches == 0)
        {
            VectorQuery query = new() { Embedding = TestData.RandomVector(searches++), Top = 300, Parts = RecordParts.All };
            foreach (SearchHit hit in await Store.SearchAsync(query))
            {
                Expect.SameRecord(hit.Record, byId[hit.Record.Id]);
            }
        }

        await writing;
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(300));
    }

    [Test]
    [Scenario(89)]
    public async Task Many_searches_at_once_answer_as_one_after_the_other()
    {
        ChunkRecord[] records = TestData.Records(500);
        await SaveAsync(records);
        VectorQuery[] queries =
        [
            .. Enumerable.Range(0, 64).Select(seed => new VectorQuery
            {
                Embedding = TestData.RandomVector(seed + 5_000),
                Top = 10,
                Filter = seed % 4 == 0 ? new RecordFilter { PathPrefix = "src/file1" } : RecordFilter.All,
            }),
        ];

        IReadOnlyList<SearchHit>[] answers = await Task.WhenAll(queries.Select(query => Store.SearchAsync(query)));

        foreach ((VectorQuery query, IReadOnlyList<SearchHit> answer) in queries.Zip(answers))
        {
            Expect.SameHits(answer, ExactSearch.Search(records, query));
        }
    }

    [Test]
    [Scenario(151)]
    public async Task Saving_searching_loading_and_deleting_at_once_end_in_the_expected_records()
    {
        ChunkRecord[] records = TestData.Records(240);
        await SaveAsync(records[..120]);

        await Task.WhenAll(
        [
            .. records[120..].Chunk(10).Select(batch => Store.SaveAsync(batch, TestData.Metadata())),
            .. records[..60].Chunk(10).Select(batch => Store.DeleteAsync(RecordFilter.ForIds([.. batch.Select(record => record.Id)]))),
            .. Enumerable.Range(0, 10).Select(seed => (Task)Store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(seed), Top = 20 })),
            .. Enumerable.Range(0, 10).Select(_ => LoadAsync().AsTask()),
        ]);

        Expect.SameRecords(await LoadAsync(), records[60..]);
    }
}
