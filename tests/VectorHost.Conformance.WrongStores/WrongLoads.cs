using System.Runtime.CompilerServices;
using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that load wrongly.</summary>
internal static class WrongLoads
{
    private const int Page = 256;

    public static IReadOnlyList<WrongStore> All { get; } =
    [
        new("loads_one_page_alone", static right => new Loading(right, static (records, _) => records.Take(Page)), "Every_record_comes_once"),
        new("loads_the_record_between_two_pages_twice", static right => new Loading(right, static (records, _) => records.SelectMany((record, number) => number == Page ? [record, record] : new[] { record })), "Every_record_comes_once"),
        new("loads_no_record_between_two_pages", static right => new Loading(right, static (records, _) => records.Where((_, number) => number != Page)), "Every_record_comes_once"),
        new("loads_text_unasked", static right => new Loading(right, static (records, _) => records.Select(record => record with { Text = record.Text ?? "" })), "Records_carry_the_parts_that_were_asked_for_and_no_others"),
        new("goes_on_loading_when_cancelled", static right => new Deaf(right), "A_stream_that_is_cancelled_stops"),
        new("keeps_others_out_while_it_loads", static right => new Locking(right), "A_stream_that_is_being_read_stands_in_nobodys_way"),
    ];

    private sealed class Loading(IVectorStore right, Func<IAsyncEnumerable<ChunkRecord>, RecordParts, IAsyncEnumerable<ChunkRecord>> change) : DelegatingStore(right)
    {
        public override IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default) =>
            change(Right.LoadAsync(filter, parts, cancellationToken), parts);
    }

    private sealed class Deaf(IVectorStore right) : DelegatingStore(right)
    {
        public override IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default) =>
            Right.LoadAsync(filter, parts, CancellationToken.None);
    }

    /// <summary>Whoever saves while a stream is read is refused, where a real store would let it wait for ever.</summary>
    private sealed class Locking(IVectorStore right) : DelegatingStore(right)
    {
        private int _streams;

        public override async IAsyncEnumerable<ChunkRecord> LoadAsync(
            RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            _streams++;
            await foreach (ChunkRecord record in Right.LoadAsync(filter, parts, cancellationToken))
            {
                yield return record;
            }

            _streams--;
        }

        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            _streams == 0 ? Right.SaveAsync(records, metadata, cancellationToken) : throw new VectorStoreException(StoreFailureKind.Conflict, "The store is being read.");
    }
}
