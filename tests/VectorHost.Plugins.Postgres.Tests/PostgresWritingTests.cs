using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>Several writers, and what is and is not written.</summary>
[TestFixture]
public sealed class PostgresWritingTests : PostgresTest
{
    [Test]
    public async Task Two_writers_of_one_repository_leave_the_records_of_both_and_the_metadata_of_one()
    {
        await using IVectorStore first = await Backend.ConnectAsync();
        await using IVectorStore second = await Backend.ConnectAsync();
        ChunkRecord[] records = TestData.Records(1_000);
        IndexMetadata ofFirst = TestData.Metadata() with { ToolVersion = "first" };
        IndexMetadata ofSecond = TestData.Metadata() with { ToolVersion = "second" };

        // The halves overlap, and come in opposite orders.
        await Task.WhenAll(
            [
                .. records[..600].Chunk(50).Select(batch => first.SaveAsync(batch, ofFirst)),
                .. records[400..].Reverse().Chunk(50).Select(batch => second.SaveAsync(batch, ofSecond)),
            ]);

        Expect.SameRecords(await first.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);
        Assert.That((await first.GetMetadataAsync()).Single().ToolVersion, Is.EqualTo("first").Or.EqualTo("second"));
    }

    [Test]
    public async Task Clearing_while_another_saves_never_leaves_records_without_their_repository()
    {
        await using IVectorStore writer = await Backend.ConnectAsync();
        await using IVectorStore other = await Backend.ConnectAsync();
        ChunkRecord[] records = TestData.Records(100);

        for (int round = 0; round < 30; round++)
        {
            await Task.WhenAll(
                writer.SaveAsync(records, TestData.Metadata()),
                round % 3 == 0 ? other.ClearAsync() : other.ClearAsync(TestData.Repository));

            long count = await writer.CountAsync(RecordFilter.All);
            Assert.That(count, Is.Zero.Or.EqualTo(100));
            Assert.That(await writer.ExistsAsync(TestData.Repository), Is.EqualTo(count == 100));
        }
    }

    [Test]
    public async Task Clearing_that_begins_while_a_save_is_under_way_comes_after_the_whole_of_it()
    {
        await using IVectorStore writer = await Backend.ConnectAsync();
        await using IVectorStore other = await Backend.ConnectAsync();
        await writer.SaveAsync([], TestData.Metadata());
        await using TableLock theirs = await TableLock.TakeRowAsync(Backend);

        // The save has written its records, and waits to write its repository.
        Task saving = writer.SaveAsync(TestData.Records(100), TestData.Metadata());
        await UntilAsync("SELECT count(*) = 1 FROM pg_locks WHERE NOT granted");
        Task clearing = other.ClearAsync(TestData.Repository);
        await UntilAsync("SELECT count(*) = 2 FROM pg_locks WHERE NOT granted");
        await theirs.DisposeAsync();
        await Task.WhenAll(saving, clearing);

        Assert.That(await writer.ExistsAsync(TestData.Repository), Is.False);
        Assert.That(await writer.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task A_record_that_is_there_already_is_not_written_again_and_a_changed_one_is()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        ChunkRecord[] records = TestData.Records(10);
        await store.SaveAsync(records, TestData.Metadata());
        string before = await PlacesAsync();

        await store.SaveAsync(records, TestData.Metadata());

        Assert.That(await PlacesAsync(), Is.EqualTo(before));

        // Equal as numbers, and yet not the same bits.
        float[] negativeZero = [.. records[3].Embedding.Span];
        negativeZero[0] = 0f;
        await store.SaveAsync([records[3] with { Embedding = negativeZero }], TestData.Metadata());
        negativeZero = [.. negativeZero];
        negativeZero[0] = -0f;
        await store.SaveAsync([records[3] with { Embedding = negativeZero }], TestData.Metadata());
        ChunkRecord loaded = await store.LoadAsync(RecordFilter.ForIds([records[3].Id]), RecordParts.All).SingleAsync();
        Assert.That(BitConverter.SingleToInt32Bits(loaded.Embedding.Span[0]), Is.EqualTo(BitConverter.SingleToInt32Bits(-0f)));
    }

    [Test]
    public async Task A_record_with_half_a_character_is_refused_by_name_and_nothing_of_its_batch_is_saved()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        ChunkRecord[] records = [TestData.Record(1), TestData.Record(2) with { Text = "a\uD83D" }];

        VectorStoreException failure = await FailureOf(() => store.SaveAsync(records, TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidRecord));
        Assert.That(failure.Message, Does.Contain(records[1].Path));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await store.ExistsAsync(), Is.False);
    }

    [Test]
    public async Task A_path_too_long_and_too_random_for_an_ordered_index_is_kept_and_found()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        Random random = new(1);
        string path = string.Concat(Enumerable.Range(0, 8_000).Select(_ => (char)random.Next('\u4E00', '\u9FFF')));
        ChunkRecord record = TestData.Record(1) with { Path = path };

        await store.SaveAsync([record, TestData.Record(2)], TestData.Metadata());

        Expect.SameRecords(await store.LoadAsync(new RecordFilter { Paths = [path] }, RecordParts.All).ToListAsync(), [record]);
        Expect.SameRecords(await store.LoadAsync(new RecordFilter { PathPrefix = path[..^1] }, RecordParts.All).ToListAsync(), [record]);
    }

    [Test]
    public async Task Two_collections_in_one_schema_know_nothing_of_each_other()
    {
        await using IVectorStore one = await Backend.ConnectAsync(new() { ["collection"] = "a" });
        await using IVectorStore other = await Backend.ConnectAsync(new() { ["collection"] = "A" });
        await one.SaveAsync(TestData.Records(3), TestData.Metadata());
        await other.SaveAsync(TestData.Records(5, dimensions: 24), TestData.Metadata(dimensions: 24));

        await one.ClearAsync();

        Assert.That(await one.ExistsAsync(), Is.False);
        Assert.That(await other.CountAsync(RecordFilter.All), Is.EqualTo(5));
    }

    [Test]
    public async Task The_longest_names_that_are_taken_are_kept_apart()
    {
        string longest = new('x', 44);
        await using IVectorStore one = await Backend.ConnectAsync(new() { ["collection"] = longest + "1", ["index_from"] = "1" });
        await using IVectorStore other = await Backend.ConnectAsync(new() { ["collection"] = longest + "2", ["index_from"] = "1" });
        await one.SaveAsync(TestData.Records(3, dimensions: 1_536), TestData.Metadata(dimensions: 1_536));
        await one.SaveAsync([], TestData.Metadata() with { Repository = "other" });

        Assert.That(await one.CountAsync(RecordFilter.All), Is.EqualTo(3));
        Assert.That(await other.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task Streams_that_were_left_give_their_connections_back()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(600), TestData.Metadata());

        for (int repeat = 0; repeat < 100; repeat++)
        {
            await store.LoadAsync(RecordFilter.All, RecordParts.None).FirstAsync();
        }

        Assert.That(
            await Backend.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'VectorHost' AND state = 'idle in transaction' AND query LIKE 'FETCH%'"),
            Is.Zero);
    }

    /// <summary>Where each row is: it moves with every write.</summary>
    private Task<string> PlacesAsync() => Backend.QueryAsync<string>($"SELECT string_agg(ctid::text, ' ' ORDER BY id) FROM {Backend.Table("chunk")}");
}
