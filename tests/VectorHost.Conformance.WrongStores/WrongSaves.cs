using System.Runtime.InteropServices;
using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that save wrongly.</summary>
internal static class WrongSaves
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        new("loses_the_last_record_of_a_batch", static right => new LosingTheLast(right), "A_batch_may_hold_new_and_known_ids", "The_largest_batch_is_saved_in_one_call"),
        new("appends_what_it_knows", static right => new Appending(right), "Saving_the_same_twice_leaves_one_copy"),
        new("ignores_what_it_knows", static right => new IgnoringTheKnown(right), "Saving_an_id_again_replaces_every_field"),
        new("merges_old_fields_into_new", static right => new Merging(right), "Saving_an_id_again_replaces_every_field"),
        new("keeps_the_old_vector", static right => new KeepingVectors(right), "A_replaced_vector_is_searched_in_place_of_the_old"),
        new("saves_metadata_before_records", static right => new MetadataFirst(right), "A_save_that_is_refused_leaves_the_metadata_as_it_was"),
        new("saves_no_metadata_without_records", static right => new NothingWithoutRecords(right), "Saving_no_records_saves_the_metadata_alone"),
        new("writes_into_the_callers_vectors", static right => new Scaling(right), "Saving_leaves_the_callers_vectors_as_they_are"),
        new("clears_before_it_saves", static right => new ClearingFirst(right), "Saving_no_records_leaves_those_that_are_there"),
        new("loses_what_is_saved_at_the_same_time", static right => new Racing(right), "Writers_of_different_records_all_succeed"),
    ];

    private sealed class LosingTheLast(IVectorStore right) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            Right.SaveAsync(records.Count > 1 ? [.. records.SkipLast(1)] : records, metadata, cancellationToken);
    }

    private sealed class Appending(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            HashSet<Guid> known = await KnownAsync(Right, records);
            await Right.SaveAsync([.. records.Select(record => known.Contains(record.Id) ? record with { Id = Guid.NewGuid() } : record)], metadata, cancellationToken);
        }
    }

    private sealed class IgnoringTheKnown(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            HashSet<Guid> known = await KnownAsync(Right, records);
            await Right.SaveAsync([.. records.Where(record => !known.Contains(record.Id))], metadata, cancellationToken);
        }
    }

    private sealed class Merging(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            Dictionary<Guid, ChunkRecord> known = await Right.LoadAsync(RecordFilter.ForIds([.. records.Select(record => record.Id)]), RecordParts.All, cancellationToken)
                .ToDictionaryAsync(record => record.Id, cancellationToken: cancellationToken);
            await Right.SaveAsync(
                [.. records.Select(record => record.Text is "" && known.TryGetValue(record.Id, out ChunkRecord? old) ? record with { Text = old.Text } : record)],
                metadata, cancellationToken);
        }
    }

    private sealed class KeepingVectors(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            Dictionary<Guid, ChunkRecord> known = await Right.LoadAsync(RecordFilter.ForIds([.. records.Select(record => record.Id)]), RecordParts.All, cancellationToken)
                .ToDictionaryAsync(record => record.Id, cancellationToken: cancellationToken);
            await Right.SaveAsync(
                [.. records.Select(record => known.TryGetValue(record.Id, out ChunkRecord? old) ? record with { Embedding = old.Embedding } : record)],
                metadata, cancellationToken);
        }
    }

    private sealed class MetadataFirst(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            await Right.SaveAsync([], metadata, cancellationToken);
            await Right.SaveAsync(records, metadata, cancellationToken);
        }
    }

    private sealed class NothingWithoutRecords(IVectorStore right) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            records.Count == 0 ? Task.CompletedTask : Right.SaveAsync(records, metadata, cancellationToken);
    }

    private sealed class Scaling(IVectorStore right) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            foreach (ChunkRecord record in records)
            {
                MemoryMarshal.TryGetArray(record.Embedding, out ArraySegment<float> numbers);
                numbers.Array![0] /= 3;
            }

            return Right.SaveAsync(records, metadata, cancellationToken);
        }
    }

    private sealed class ClearingFirst(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            await Right.ClearAsync(metadata.Repository, cancellationToken);
            await Right.SaveAsync(records, metadata, cancellationToken);
        }
    }

    /// <summary>Reads everything, adds to it, and writes it back.</summary>
    private sealed class Racing(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            List<ChunkRecord> all = await Right.LoadAsync(RecordFilter.ForRepository(metadata.Repository), RecordParts.All, cancellationToken).ToListAsync(cancellationToken);
            HashSet<Guid> saved = [.. records.Select(record => record.Id)];
            await Task.Delay(20, cancellationToken);
            await Right.DeleteAsync(RecordFilter.ForRepository(metadata.Repository), cancellationToken);
            await Right.SaveAsync([.. all.Where(record => !saved.Contains(record.Id)), .. records], metadata, cancellationToken);
        }
    }

    private static async Task<HashSet<Guid>> KnownAsync(IVectorStore store, IReadOnlyList<ChunkRecord> records) =>
        [.. await store.LoadAsync(RecordFilter.ForIds([.. records.Select(record => record.Id)]), RecordParts.None).Select(record => record.Id).ToListAsync()];
}
