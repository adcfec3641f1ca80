using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that delete or clear wrongly.</summary>
internal static class WrongDeletes
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        new("deletes_everything_for_an_empty_filter", static right => new EmptyIsAll(right), "Deleting_with_an_empty_filter_is_refused"),
        new("deletes_metadata_with_the_last_record", static right => new TakingMetadata(right), "Deleting_all_records_leaves_the_metadata"),
        new("fails_to_delete_what_is_not_there", static right => new Insisting(right), "Deleting_ids_that_are_not_there_is_fine", "Clearing_what_is_not_there_is_fine_also_twice"),
        new("leaves_metadata_when_it_clears", static right => new LeavingMetadata(right), "Clearing_a_repository_takes_its_records_and_metadata_and_nothing_else"),
        new("clears_everything_for_one_repository", static right => new ClearingAll(right), "Clearing_a_repository_takes_its_records_and_metadata_and_nothing_else"),
        new("deletes_with_a_mark_that_searches_overlook", static right => new Marking(right), "What_was_deleted_is_never_a_hit"),
    ];

    private sealed class EmptyIsAll(IVectorStore right) : DelegatingStore(right)
    {
        public override Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
            Right.DeleteAsync(filter.IsEmpty ? new RecordFilter { PathPrefix = "" } : filter, cancellationToken);
    }

    private sealed class TakingMetadata(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
        {
            await Right.DeleteAsync(filter, cancellationToken);
            foreach (IndexMetadata metadata in await Right.GetMetadataAsync(cancellationToken: cancellationToken))
            {
                if (await Right.CountAsync(RecordFilter.ForRepository(metadata.Repository), cancellationToken) == 0)
                {
                    await Right.ClearAsync(metadata.Repository, cancellationToken);
                }
            }
        }
    }

    private sealed class Insisting(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
        {
            await FailIfNothingAsync(filter, cancellationToken);
            await Right.DeleteAsync(filter, cancellationToken);
        }

        public override async Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
        {
            await FailIfNothingAsync(repository is null ? RecordFilter.All : RecordFilter.ForRepository(repository), cancellationToken);
            await Right.ClearAsync(repository, cancellationToken);
        }

        private async Task FailIfNothingAsync(RecordFilter filter, CancellationToken cancellationToken)
        {
            if (!filter.IsEmpty && await Right.CountAsync(filter, cancellationToken) == 0)
            {
                throw new VectorStoreException(StoreFailureKind.NotFound, "There is nothing to delete.");
            }
        }
    }

    private sealed class LeavingMetadata(IVectorStore right) : DelegatingStore(right)
    {
        public override Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            repository is null ? Right.ClearAsync(cancellationToken: cancellationToken) : Right.DeleteAsync(RecordFilter.ForRepository(repository), cancellationToken);
    }

    private sealed class ClearingAll(IVectorStore right) : DelegatingStore(right)
    {
        public override Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            Right.ClearAsync(cancellationToken: cancellationToken);
    }

    private sealed class Marking(IVectorStore right) : DelegatingStore(right)
    {
        private readonly HashSet<Guid> _deleted = [];

        public override async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
        {
            await foreach (ChunkRecord record in Right.LoadAsync(filter, RecordParts.None, cancellationToken))
            {
                _deleted.Add(record.Id);
            }
        }

        public override IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default) =>
            Right.LoadAsync(filter, parts, cancellationToken).Where(record => !_deleted.Contains(record.Id));
    }
}
