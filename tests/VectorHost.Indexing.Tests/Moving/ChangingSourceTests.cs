using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Moving;

/// <summary>Somebody indexes the repository again while it is being moved.</summary>
public sealed class ChangingSourceTests
{
    private const string Added = "a record more";
    private const string Changed = "another text in a record";
    private const string Lost = "a record less";

    [TestCase(Added)]
    [TestCase(Changed)]
    [TestCase(Lost)]
    public async Task A_source_that_changes_during_a_move_is_noticed_and_the_target_is_never_called_complete(string change)
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new();

        Assert.That(
            async () => await MoveAsync(new ChangingSource(source, change), target, replace: false),
            Throws.TypeOf<VectorStoreException>().With.Property(nameof(VectorStoreException.Kind)).EqualTo(StoreFailureKind.Corrupt)
                .And.Message.Contains("something else wrote"));

        Assert.That((await target.GetMetadataAsync()).Single().State, Is.EqualTo(IndexState.Writing));
    }

    [Test]
    public async Task What_a_changing_source_left_is_replaced_by_the_next_move()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new();
        Assert.That(async () => await MoveAsync(new ChangingSource(source, Changed), target, replace: false), Throws.TypeOf<VectorStoreException>());

        await MoveAsync(new StoreRecords(source, "source", FilledStore.Repository), target, replace: true);

        Assert.That(await RecordMoverTests.DigestOfAsync(target), Is.EqualTo(await RecordMoverTests.DigestOfAsync(source)));
        Assert.That((await target.GetMetadataAsync()).Single().State, Is.EqualTo(IndexState.Complete));
    }

    private static Task<MoveSummary> MoveAsync(IRecordSource source, InMemoryVectorStore target, bool replace) =>
        new RecordMover(target, "target", TimeProvider.System).MoveAsync(source, replace, new MoveProgress(), CancellationToken.None);

    /// <summary>A store's records, which change once between the first reading and the second.</summary>
    private sealed class ChangingSource(InMemoryVectorStore store, string change) : IRecordSource
    {
        private readonly StoreRecords _records = new(store, "source", FilledStore.Repository);
        private int _readings;

        public string Name => _records.Name;

        public Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken) => _records.ReadMetadataAsync(cancellationToken);

        public async IAsyncEnumerable<ChunkRecord> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (++_readings == 2)
            {
                await ChangeAsync();
            }

            await foreach (ChunkRecord record in _records.ReadRecordsAsync(cancellationToken))
            {
                yield return record;
            }
        }

        private async Task ChangeAsync()
        {
            ChunkRecord record = FilledStore.Record(5);
            if (change == Lost)
            {
                store.Lose(record.Id);
                return;
            }

            ChunkRecord saved = change == Added ? FilledStore.Record(500) : record with { Text = "void Renamed() { }" };
            await store.SaveAsync([saved], (await store.GetMetadataAsync()).Single());
        }
    }
}
