using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Searching: exact order, exact scores, ties by id, and hits that are what was saved.</summary>
public abstract class SearchingConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [Test]
    [Scenario(78)]
    public async Task Scores_are_cosines_from_one_to_minus_one()
    {
        ChunkRecord same = TestData.Record(1) with { Embedding = TestData.AxisVector(0) };
        ChunkRecord opposite = TestData.Record(2) with { Embedding = TestData.AxisVector(0, -1) };
        ChunkRecord orthogonal = TestData.Record(3) with { Embedding = TestData.AxisVector(1) };
        await SaveAsync(same, opposite, orthogonal);

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(TestData.AxisVector(0), top: 3));

        Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(new[] { same.Id, orthogonal.Id, opposite.Id }));
        Assert.That(hits.Select(hit => hit.Score), Is.EqualTo(new[] { 1.0, 0.0, -1.0 }).Within(1e-5));
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    [Scenario(77, 81, 82)]
    public async Task Hits_are_those_of_an_exact_search(int top)
    {
        ChunkRecord[] records = [.. TestData.Records(400, "alpha"), .. TestData.Records(100, "beta")];
        await SaveAsync(records);

        for (int seed = 10_000; seed < 10_025; seed++)
        {
            VectorQuery query = Query(TestData.RandomVector(seed), top);
            Expect.SameHits(await Store.SearchAsync(query), ExactSearch.Search(records, query));
        }
    }

    [Test]
    [Scenario(79, 80, 83)]
    public async Task Scores_never_leave_the_range_nor_rise_down_the_list()
    {
        ChunkRecord[] records = TestData.Records(300, dimensions: 33);
        await SaveAsync(records);

        foreach (ChunkRecord record in records.Take(50))
        {
            IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(record.Embedding, top: 300));

            Assert.That(hits.Select(hit => hit.Score), Is.Ordered.Descending);
            Assert.That(hits.Select(hit => hit.Score), Is.All.InRange(-1.0, 1.0));
            Assert.That(hits[0].Record.Id, Is.EqualTo(record.Id));
            Assert.That(hits[0].Score, Is.GreaterThan(0.9999));
        }
    }

    [Test]
    [Scenario(75)]
    public async Task Asking_for_more_than_there_is_gives_all()
    {
        await SaveAsync(TestData.Records(7));

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(TestData.RandomVector(1), top: Math.Min(1_000, Store.Limits.MaxTop)));

        Assert.That(hits, Has.Count.EqualTo(7));
    }

    [TestCase(13)]
    [TestCase(16)]
    [TestCase(257)]
    [Scenario(72)]
    public async Task Equal_scores_come_in_the_order_of_their_ids_every_time(int dimensions)
    {
        float[] vector = TestData.RandomVector(1, dimensions);
        ChunkRecord[] records = [.. TestData.Records(50, dimensions: dimensions).Select(record => record with { Embedding = vector })];
        await SaveAsync(records);

        for (int repeat = 0; repeat < 3; repeat++)
        {
            IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(vector, top: 20));

            Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(records.Select(record => record.Id).Order().Take(20)));
            Assert.That(hits.Select(hit => hit.Score).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [TestCase(RecordParts.None)]
    [TestCase(RecordParts.Text)]
    [TestCase(RecordParts.Embedding)]
    [TestCase(RecordParts.All)]
    [Scenario(86)]
    public async Task Hits_carry_the_parts_that_were_asked_for_and_no_others(RecordParts parts)
    {
        ChunkRecord record = TestData.Record(1);
        await SaveAsync(record);

        SearchHit hit = (await Store.SearchAsync(Query(record.Embedding, top: 1) with { Parts = parts })).Single();

        Expect.SameRecord(hit.Record, record with
        {
            Text = parts.HasFlag(RecordParts.Text) ? record.Text : null,
            Embedding = parts.HasFlag(RecordParts.Embedding) ? record.Embedding : default,
        });
    }

    [Test]
    [Scenario(86)]
    public async Task A_search_for_ids_alone_finds_the_same_in_the_same_order()
    {
        await SaveAsync(TestData.Records(60));
        VectorQuery query = Query(TestData.RandomVector(3), top: 20);

        IReadOnlyList<SearchHit> ids = await Store.SearchAsync(query with { OnlyIds = true });

        Assert.That(
            ids.Select(hit => (hit.Record.Id, hit.Score)),
            Is.EqualTo((await Store.SearchAsync(query)).Select(hit => (hit.Record.Id, hit.Score))));
    }

    [Test]
    [Scenario(90)]
    public async Task Every_hit_is_the_record_that_its_id_loads()
    {
        ChunkRecord[] records = TestData.Records(60);
        await SaveAsync(records);
        await SaveAsync(records.Take(30).Select(record => record with { Text = "changed", StartLine = 7, EndLine = 8 }));

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(TestData.RandomVector(5), top: 60) with { Parts = RecordParts.All });

        Expect.SameRecords(hits.Select(hit => hit.Record), await LoadAsync());
    }

    [Test]
    [Scenario(134)]
    public async Task Metadata_is_never_a_hit()
    {
        await Store.SaveAsync([], TestData.Metadata());
        await SaveAsync(TestData.Record(1));

        Assert.That(await Store.SearchAsync(Query(TestData.RandomVector(3), top: 100)), Has.Count.EqualTo(1));
    }

    [Test]
    [Scenario(119, 121)]
    public async Task What_was_deleted_is_never_a_hit()
    {
        ChunkRecord[] records = TestData.Records(50);
        await SaveAsync(records);
        await Store.SearchAsync(Query(records[0].Embedding, top: 50));

        await Store.DeleteAsync(RecordFilter.ForIds([.. records.Take(49).Select(record => record.Id)]));

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(records[0].Embedding, top: 50));
        Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(new[] { records[49].Id }));
    }

    [Test]
    [Scenario(119)]
    public async Task A_repository_cleared_and_indexed_again_is_searched_as_it_is_now()
    {
        VectorQuery query = Query(TestData.AxisVector(0), top: 5);
        await SaveAsync(TestData.Record(1) with { Embedding = TestData.AxisVector(0) });
        await Store.SearchAsync(query);
        await Store.ClearAsync(TestData.Repository);

        await SaveAsync(TestData.Record(2) with { Embedding = TestData.AxisVector(1) });

        SearchHit hit = (await Store.SearchAsync(query)).Single();
        Assert.That(hit.Record.Id, Is.EqualTo(TestData.Record(2).Id));
        Assert.That(hit.Score, Is.Zero.Within(1e-5));
    }

    [Test]
    [Scenario(62)]
    public async Task A_query_of_another_length_is_refused_with_both_numbers()
    {
        await SaveAsync(TestData.Records(3, dimensions: 16));

        VectorStoreException failure = await FailureOf(() => Store.SearchAsync(Query(TestData.RandomVector(1, 24), top: 3)));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("16").And.Contain("24"));
    }

    [Test]
    [Scenario(135)]
    public async Task Searching_with_a_cancelled_token_is_cancelled()
    {
        await SaveAsync(TestData.Records(3));

        await Assert.ThatAsync(
            async () => await Store.SearchAsync(Query(TestData.RandomVector(1), top: 3), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    [Scenario(91)]
    public async Task The_same_chunk_in_two_repositories_is_two_hits()
    {
        ChunkRecord inAlpha = TestData.Record(1, "alpha");
        ChunkRecord inBeta = TestData.Record(1, "beta");
        await SaveAsync(inAlpha, inBeta);

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(Query(inAlpha.Embedding, top: 5) with { Parts = RecordParts.All });

        Expect.SameRecords(hits.Select(hit => hit.Record), [inAlpha, inBeta]);
        Assert.That(hits[0].Score, Is.EqualTo(hits[1].Score));
    }

    [Test]
    [Scenario(77)]
    public async Task As_many_hits_can_be_asked_for_as_the_limits_say()
    {
        int top = Math.Min(Store.Limits.MaxTop, 1_200);
        ChunkRecord[] records = TestData.Records(top + 10, dimensions: 4);
        await SaveAsync(records);
        VectorQuery query = Query(TestData.RandomVector(1, 4), top) with { Parts = RecordParts.None };

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(query);

        Assert.That(hits, Has.Count.EqualTo(top));
        Assert.That(hits.Select(hit => hit.Record.Id), Is.Unique);
    }

    private static VectorQuery Query(ReadOnlyMemory<float> embedding, int top) => new() { Embedding = embedding, Top = top };
}
