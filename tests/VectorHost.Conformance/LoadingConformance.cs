using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Loading: each record once, only the parts asked for, in a stream that can be left at any point.</summary>
public abstract class LoadingConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(257)]
    [TestCase(1_001)]
    [Scenario(106)]
    public async Task Every_record_comes_once(int count)
    {
        ChunkRecord[] records = TestData.Records(count);
        await SaveAsync(records);

        Expect.SameRecords(await LoadAsync(), records);
    }

    [Test]
    [Scenario(107)]
    public async Task More_records_than_any_page_holds_come_once_each()
    {
        await SaveAsync(TestData.Records(5_001, dimensions: 4));

        HashSet<Guid> ids = [];
        await foreach (ChunkRecord record in Store.LoadAsync(RecordFilter.All, RecordParts.None))
        {
            Assert.That(ids.Add(record.Id), Is.True);
        }

        Assert.That(ids, Has.Count.EqualTo(5_001));
    }

    [Test]
    [Scenario(111)]
    public async Task Long_texts_come_in_one_stream()
    {
        int length = Math.Min(200_000, Store.Limits.MaxTextBytes);
        ChunkRecord[] records = [.. TestData.Records(30).Select((record, number) => record with { Text = new string((char)('a' + number), length) })];
        foreach (ChunkRecord record in records)
        {
            await SaveAsync(record);
        }

        Expect.SameRecords(await LoadAsync(), records);
    }

    [TestCase(RecordParts.None)]
    [TestCase(RecordParts.Text)]
    [TestCase(RecordParts.Embedding)]
    [TestCase(RecordParts.All)]
    [Scenario(108)]
    public async Task Records_carry_the_parts_that_were_asked_for_and_no_others(RecordParts parts)
    {
        ChunkRecord record = TestData.Record(1);
        await SaveAsync(record);

        ChunkRecord loaded = (await LoadAsync(RecordFilter.All, parts)).Single();

        Expect.SameRecord(loaded, record with
        {
            Text = parts.HasFlag(RecordParts.Text) ? record.Text : null,
            Embedding = parts.HasFlag(RecordParts.Embedding) ? record.Embedding : default,
        });
    }

    [Test]
    [Scenario(112)]
    public async Task Ids_that_are_not_there_are_left_out()
    {
        ChunkRecord[] records = TestData.Records(3);
        await SaveAsync(records);

        Expect.SameRecords(await LoadAsync(RecordFilter.ForIds([records[1].Id, Guid.AllBitsSet])), [records[1]]);
    }

    [Test]
    [Scenario(110)]
    public async Task A_stream_can_be_left_early_any_number_of_times()
    {
        ChunkRecord[] records = TestData.Records(600);
        await SaveAsync(records);

        for (int repeat = 0; repeat < 200; repeat++)
        {
            Assert.That(await Store.LoadAsync(RecordFilter.All, RecordParts.All).Take(10).CountAsync(), Is.EqualTo(10));
        }

        await SaveAsync(TestData.Record(601));
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(601));
    }

    [Test]
    [Scenario(109)]
    public async Task A_stream_that_is_being_read_stands_in_nobodys_way()
    {
        ChunkRecord[] records = TestData.Records(600);
        await SaveAsync(records);
        List<ChunkRecord> loaded = [];

        await foreach (ChunkRecord record in Store.LoadAsync(RecordFilter.All, RecordParts.All))
        {
            loaded.Add(record);
            if (loaded.Count == 5)
            {
                await SaveAsync(TestData.Record(600));
                Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(601));
            }
        }

        // A record that was saved meanwhile may or may not be among them; every other is, once.
        Expect.SameRecords(loaded.Where(record => record.Id != TestData.Record(600).Id), records);
    }

    [Test]
    [Scenario(137)]
    public async Task A_stream_that_is_cancelled_stops()
    {
        await SaveAsync(TestData.Records(2_000));
        using CancellationTokenSource source = new();
        int loaded = 0;

        await Assert.ThatAsync(
            async () =>
            {
                await foreach (ChunkRecord record in Store.LoadAsync(RecordFilter.All, RecordParts.All, source.Token))
                {
                    loaded++;
                    await source.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(loaded, Is.LessThan(2_000));
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(2_000));
    }
}
