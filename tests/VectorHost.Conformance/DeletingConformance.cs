using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Deleting records, and clearing repositories with all that is known of them.</summary>
public abstract class DeletingConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [Test]
    [Scenario(114)]
    public async Task Deleting_ids_that_are_not_there_is_fine()
    {
        ChunkRecord[] records = TestData.Records(3);
        await SaveAsync(records);

        await Store.DeleteAsync(RecordFilter.ForIds([Guid.AllBitsSet]));

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(116)]
    public async Task Deleting_with_an_empty_filter_is_refused()
    {
        await SaveAsync(TestData.Record(1));

        await Assert.ThatAsync(async () => await Store.DeleteAsync(RecordFilter.All), Throws.ArgumentException);

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    [Scenario(115)]
    public async Task Deleting_all_records_leaves_the_metadata()
    {
        await SaveAsync(TestData.Records(3));

        await Store.DeleteAsync(RecordFilter.ForRepository(TestData.Repository));

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await Store.ExistsAsync(TestData.Repository), Is.True);
        Expect.SameMetadata((await Store.GetMetadataAsync(TestData.Repository)).Single(), TestData.Metadata());
    }

    [Test]
    [Scenario(13, 117)]
    public async Task Clearing_a_repository_takes_its_records_and_metadata_and_nothing_else()
    {
        ChunkRecord[] beta = TestData.Records(4, "beta");
        await SaveAsync([.. TestData.Records(4, "alpha"), .. beta]);

        await Store.ClearAsync("alpha");

        Expect.SameRecords(await LoadAsync(), beta);
        Assert.That(await Store.ExistsAsync("alpha"), Is.False);
        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), TestData.Metadata("beta"));
    }

    [Test]
    [Scenario(11, 117)]
    public async Task Clearing_what_is_not_there_is_fine_also_twice()
    {
        await SaveAsync(TestData.Record(1));

        await Store.ClearAsync("unknown");
        await Store.ClearAsync(TestData.Repository);
        await Store.ClearAsync(TestData.Repository);
        await Store.ClearAsync();
        await Store.ClearAsync();

        Assert.That(await Store.ExistsAsync(), Is.False);
    }

    [Test]
    [Scenario(117)]
    public async Task Clearing_everything_leaves_an_empty_store_that_works()
    {
        await SaveAsync([.. TestData.Records(4, "alpha"), .. TestData.Records(4, "beta")]);

        await Store.ClearAsync();

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await Store.GetMetadataAsync(), Is.Empty);
        await SaveAsync(TestData.Record(9));
        Expect.SameRecords(await LoadAsync(), [TestData.Record(9)]);
    }

    [Test]
    [Scenario(118)]
    public async Task A_cleared_repository_takes_vectors_of_another_length()
    {
        await SaveAsync(TestData.Records(3, dimensions: 16));
        await Store.ClearAsync(TestData.Repository);
        ChunkRecord[] wider = TestData.Records(3, dimensions: 24);

        await SaveAsync(wider);

        Expect.SameRecords(await LoadAsync(), wider);
        Assert.That(await Store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1, 24), Top = 5 }), Has.Count.EqualTo(3));
    }

    [Test]
    [Scenario(135)]
    public async Task Deleting_with_a_cancelled_token_is_cancelled_and_deletes_nothing()
    {
        await SaveAsync(TestData.Records(3));

        await Assert.ThatAsync(
            async () => await Store.DeleteAsync(RecordFilter.ForRepository(TestData.Repository), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(3));
    }
}
