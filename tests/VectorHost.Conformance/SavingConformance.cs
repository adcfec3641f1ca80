using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Saving: each record once, every field replaced, nothing of the caller's changed.</summary>
public abstract class SavingConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [Test]
    [Scenario(19)]
    public async Task A_saved_record_comes_back_equal_in_every_field()
    {
        ChunkRecord record = TestData.Record(1);

        await SaveAsync(record);

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(1));
        Expect.SameRecord(await LoadOneAsync(record.Id), record);
    }

    [Test]
    [Scenario(20)]
    public async Task Saving_no_records_saves_the_metadata_alone()
    {
        await Store.SaveAsync([], TestData.Metadata());

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
        Expect.SameMetadata((await Store.GetMetadataAsync(TestData.Repository)).Single(), TestData.Metadata());
    }

    [Test]
    [Scenario(20)]
    public async Task Saving_no_records_leaves_those_that_are_there()
    {
        ChunkRecord[] records = TestData.Records(3);
        await SaveAsync(records);

        await Store.SaveAsync([], TestData.Metadata());

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(22)]
    public async Task Saving_the_same_twice_leaves_one_copy()
    {
        ChunkRecord[] records = TestData.Records(5);

        await SaveAsync(records);
        await SaveAsync(records);

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(23)]
    public async Task Saving_an_id_again_replaces_every_field()
    {
        ChunkRecord old = TestData.Record(1);
        ChunkRecord changed = TestData.Record(2) with { Id = old.Id, Language = "text", Text = "" };
        await SaveAsync(old);

        await SaveAsync(changed);

        Expect.SameRecords(await LoadAsync(), [changed]);
    }

    [Test]
    [Scenario(23, 119)]
    public async Task A_replaced_vector_is_searched_in_place_of_the_old()
    {
        ChunkRecord old = TestData.Record(1) with { Embedding = TestData.AxisVector(0) };
        VectorQuery query = new() { Embedding = TestData.AxisVector(0), Top = 5 };
        await SaveAsync(old);
        Assert.That((await Store.SearchAsync(query)).Single().Score, Is.EqualTo(1).Within(1e-5));

        await SaveAsync(old with { Embedding = TestData.AxisVector(1) });

        Assert.That((await Store.SearchAsync(query)).Single().Score, Is.Zero.Within(1e-5));
    }

    [Test]
    [Scenario(23)]
    public async Task An_id_saved_for_another_repository_moves_there()
    {
        ChunkRecord inAlpha = TestData.Record(1, "alpha");
        ChunkRecord inBeta = inAlpha with { Repository = "beta" };
        VectorQuery query = new() { Embedding = inAlpha.Embedding, Top = 5, Filter = RecordFilter.ForRepository("alpha") };
        ChunkRecord staying = TestData.Record(3, "alpha");
        await SaveAsync(inAlpha, staying, TestData.Record(2, "beta"));
        Assert.That(await Store.SearchAsync(query), Has.Count.EqualTo(2));

        await SaveAsync(inBeta);

        Expect.SameHits(await Store.SearchAsync(query), ExactSearch.Search([staying], query));
        Expect.SameRecords(await LoadAsync(query.Filter), [staying]);
        Expect.SameRecords(await LoadAsync(RecordFilter.ForRepository("beta")), [inBeta, TestData.Record(2, "beta")]);
    }

    [Test]
    [Scenario(25)]
    public async Task A_batch_may_hold_new_and_known_ids()
    {
        ChunkRecord[] records = TestData.Records(6);
        await SaveAsync(records[..3]);

        await SaveAsync(records);

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(28)]
    public async Task The_order_of_records_makes_no_difference()
    {
        ChunkRecord[] records = TestData.Records(30);
        await SaveAsync(records.Reverse());
        await SaveAsync(records.OrderBy(record => record.Id));

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(29)]
    public async Task Saving_leaves_the_callers_vectors_as_they_are()
    {
        float[] vector = TestData.RandomVector(1);
        float[] copy = [.. vector];

        await SaveAsync(TestData.Record(1) with { Embedding = vector });

        Assert.That(vector, Is.EqualTo(copy));
    }

    [Test]
    [Scenario(31)]
    public async Task The_largest_batch_is_saved_in_one_call()
    {
        ChunkRecord[] records = TestData.Records(Math.Min(Store.Limits.MaxBatchRecords, 5_000));

        await Store.SaveAsync(records, TestData.Metadata());

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(records.Length));
    }

    [Test]
    [Scenario(54)]
    public async Task The_same_file_in_two_repositories_is_two_records()
    {
        ChunkRecord inAlpha = TestData.Record(1, "alpha");
        ChunkRecord inBeta = TestData.Record(1, "beta");

        await SaveAsync(inAlpha, inBeta);

        Expect.SameRecords(await LoadAsync(), [inAlpha, inBeta]);
    }

    [Test]
    [Scenario(120)]
    public async Task Records_deleted_and_saved_again_are_there_once_with_their_new_content()
    {
        ChunkRecord[] records = TestData.Records(4);
        await SaveAsync(records);
        await Store.DeleteAsync(RecordFilter.ForIds([.. records.Select(record => record.Id)]));
        ChunkRecord[] again = [.. records.Select(record => record with { Text = "new", StartLine = 100, EndLine = 101 })];

        await SaveAsync(again);

        Expect.SameRecords(await LoadAsync(), again);
    }

    [Test]
    [Scenario(135)]
    public async Task Saving_with_a_cancelled_token_is_cancelled_and_saves_nothing()
    {
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThatAsync(async () => await Store.SaveAsync([TestData.Record(1)], TestData.Metadata(), cancelled), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await Store.ExistsAsync(), Is.False);
    }

    [Test]
    [Scenario(60)]
    public async Task A_repository_takes_vectors_of_one_length_only()
    {
        await SaveAsync(TestData.Record(1, dimensions: 16));

        VectorStoreException failure = await FailureOf(() => SaveAsync(TestData.Record(2, dimensions: 24)));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("16").And.Contain("24"));
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    [Scenario(36, 60)]
    public async Task A_save_that_is_refused_leaves_the_metadata_as_it_was()
    {
        await SaveAsync(TestData.Record(1, dimensions: 16));
        IndexMetadata changed = TestData.Metadata(dimensions: 24) with { State = IndexState.Writing, ToolVersion = "9.9.9" };

        await FailureOf(() => Store.SaveAsync([TestData.Record(2, dimensions: 24)], changed));

        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), TestData.Metadata(dimensions: 16));
    }
}
