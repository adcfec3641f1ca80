using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Moving;

public sealed class RecordMoverTests
{
    [Test]
    public async Task The_target_holds_the_same_records_and_metadata()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new();

        MoveSummary summary = await MoveAsync(source, target);

        Assert.That(summary.Written, Is.EqualTo(120));
        Assert.That(await DigestOfAsync(target), Is.EqualTo(await DigestOfAsync(source)).And.EqualTo(summary.Digest));
        IndexMetadata moved = (await target.GetMetadataAsync()).Single();
        IndexMetadata original = (await source.GetMetadataAsync()).Single();
        Assert.That(moved with { Entries = original.Entries }, Is.EqualTo(original));
        Assert.That(moved.Entries, Is.EquivalentTo(original.Entries));
    }

    [Test]
    public async Task A_move_that_broke_off_goes_on_where_it_was()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new() { Limits = new StoreLimits { MaxBatchRecords = 50 } };
        target.OnSave = _ => FailWhen(target.Records.Count > 0);
        Assert.That(async () => await MoveAsync(source, target), Throws.TypeOf<VectorStoreException>());
        IndexMetadata half = (await target.GetMetadataAsync()).Single();
        target.OnSave = null;

        MoveSummary summary = await MoveAsync(source, target);

        Assert.That(half.State, Is.EqualTo(IndexState.Writing));
        Assert.That(summary, Has.Property(nameof(MoveSummary.Written)).EqualTo(70).And.Property(nameof(MoveSummary.Records)).EqualTo(120));
        Assert.That(await DigestOfAsync(target), Is.EqualTo(await DigestOfAsync(source)));
        Assert.That((await target.GetMetadataAsync()).Single().State, Is.EqualTo(IndexState.Complete));
    }

    [Test]
    public async Task What_broke_off_is_not_continued_with_other_records()
    {
        InMemoryVectorStore target = new();
        target.OnSave = records => FailWhen(records.Count > 0);
        InMemoryVectorStore first = await FilledStore.CreateAsync();
        Assert.That(async () => await MoveAsync(first, target), Throws.TypeOf<VectorStoreException>());
        target.OnSave = null;

        InMemoryVectorStore second = await FilledStore.CreateAsync(records: 60);

        Assert.That(async () => await MoveAsync(second, target), Throws.TypeOf<MoveException>().With.Message.Contains("--replace"));
    }

    [Test]
    public async Task A_store_that_holds_the_repository_already_is_left_alone()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = await FilledStore.CreateAsync(records: 7);

        Assert.That(async () => await MoveAsync(source, target), Throws.TypeOf<MoveException>().With.Message.Contains("already holds 'shop'"));
        Assert.That(target.Records, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task Replacing_leaves_nothing_of_what_was_there()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync(records: 30);
        InMemoryVectorStore target = await FilledStore.CreateAsync(records: 90);

        await MoveAsync(source, target, replace: true);

        Assert.That(await DigestOfAsync(target), Is.EqualTo(await DigestOfAsync(source)));
    }

    [TestCase("dimensions", "3 dimensions; it takes 2")]
    [TestCase("text", "bytes of text at src/File")]
    [TestCase("batch", "a record of")]
    public async Task Limits_are_checked_before_anything_is_written(string limit, string named)
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        StoreLimits limits = new() { MaxBatchRecords = 50 };
        InMemoryVectorStore target = new()
        {
            Limits = limit switch
            {
                "dimensions" => limits with { MaxDimensions = 2 },
                "text" => limits with { MaxTextBytes = 40 },
                _ => limits with { MaxBatchBytes = 100 },
            },
        };

        Assert.That(async () => await MoveAsync(source, target), Throws.TypeOf<MoveException>().With.Message.Contains(named));
        Assert.That(target.SaveCount, Is.Zero);
    }

    [Test]
    public async Task A_store_that_changes_a_record_is_found_out_and_never_called_complete()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new();
        target.OnSave = records =>
        {
            foreach (ChunkRecord record in records.Take(1))
            {
                // What a store that rounds does: the vector is still in the memory that it was given.
                MemoryMarshal.AsMemory(record.Embedding).Span[0] += 1e-7f;
            }
        };

        Assert.That(
            async () => await MoveAsync(await CopyAsync(source), target),
            Throws.TypeOf<VectorStoreException>().With.Property(nameof(VectorStoreException.Kind)).EqualTo(StoreFailureKind.Corrupt));
        Assert.That((await target.GetMetadataAsync()).Single().State, Is.EqualTo(IndexState.Writing));
    }

    [TestCase(float.NaN, "not of length 1")]
    [TestCase(float.PositiveInfinity, "not of length 1")]
    [TestCase(0f, "not of length 1")]
    [TestCase(2f, "not of length 1")]
    public async Task Vectors_that_no_store_could_rely_on_are_refused_before_anything_is_written(float number, string named) =>
        await AssertRefusedAsync(FilledStore.Record(7) with { Embedding = new[] { number, 0f, 0f } }, named);

    [TestCase(0, 3)]
    [TestCase(9, 8)]
    public async Task Lines_that_cannot_be_are_refused_before_anything_is_written(int start, int end) =>
        await AssertRefusedAsync(FilledStore.Record(7) with { StartLine = start, EndLine = end }, $"from line {start} to line {end}");

    [Test]
    public async Task A_record_that_is_there_twice_is_refused_before_anything_is_written()
    {
        InMemoryVectorStore target = new();

        Assert.That(
            async () => await new RecordMover(target, "target", TimeProvider.System).MoveAsync(
                new TwiceTheSame(), replace: false, new MoveProgress(), CancellationToken.None),
            Throws.TypeOf<MoveException>().With.Message.Contains("src/File7.cs:7").And.Message.Contains("is there twice"));
        Assert.That(target.SaveCount, Is.Zero);
    }

    [Test]
    public async Task Nothing_moves_from_an_index_that_is_not_complete()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync(state: IndexState.Writing);

        Assert.That(async () => await MoveAsync(source, new InMemoryVectorStore()), Throws.TypeOf<MoveException>().With.Message.Contains("interrupted"));
    }

    [Test]
    public void Nothing_moves_from_a_store_that_has_nothing() =>
        Assert.That(
            async () => await MoveAsync(new InMemoryVectorStore(), new InMemoryVectorStore()),
            Throws.TypeOf<MoveException>().With.Message.Contains("holds nothing of 'shop'"));

    [Test]
    public async Task A_source_that_lost_a_record_is_refused()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        source.Lose(FilledStore.Record(5).Id);

        Assert.That(async () => await MoveAsync(source, new InMemoryVectorStore()), Throws.TypeOf<MoveException>().With.Message.Contains("119"));
    }

    internal static Task<MoveSummary> MoveAsync(IVectorStore source, IVectorStore target, bool replace = false) =>
        new RecordMover(target, "target", TimeProvider.System).MoveAsync(
            new StoreRecords(source, "source", FilledStore.Repository), replace, new MoveProgress(), CancellationToken.None);

    internal static async Task<string> DigestOfAsync(IVectorStore store)
    {
        RecordDigest digest = new();
        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.All))
        {
            digest.Add(record);
        }

        return digest.Value;
    }

    private static async Task AssertRefusedAsync(ChunkRecord record, string named)
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        await source.SaveAsync([record], FilledStore.Metadata(120));
        InMemoryVectorStore target = new();

        Assert.That(async () => await MoveAsync(source, target), Throws.TypeOf<MoveException>().With.Message.Contains(named).And.Message.Contains("src/File7.cs"));
        Assert.That(target.SaveCount, Is.Zero);
    }

    private static void FailWhen(bool fails)
    {
        if (fails)
        {
            throw new VectorStoreException(StoreFailureKind.Unavailable, "gone");
        }
    }

    private static async Task<InMemoryVectorStore> CopyAsync(InMemoryVectorStore source)
    {
        InMemoryVectorStore copy = new();
        foreach (ChunkRecord record in source.Records.Values)
        {
            await copy.SaveAsync([record with { Embedding = record.Embedding.ToArray() }], (await source.GetMetadataAsync()).Single());
        }

        return copy;
    }

    /// <summary>What a file may hold and no store does.</summary>
    private sealed class TwiceTheSame : IRecordSource
    {
        public string Name => "the file";

        public Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken) => Task.FromResult(FilledStore.Metadata(2));

        public async IAsyncEnumerable<ChunkRecord> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return FilledStore.Record(7);
            yield return FilledStore.Record(7);
        }
    }
}
