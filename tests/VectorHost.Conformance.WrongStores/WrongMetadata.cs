using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that keep metadata wrongly.</summary>
internal static class WrongMetadata
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        new("merges_entries", static right => new MergingEntries(right), "Saving_metadata_again_replaces_all_of_it"),
        new("loses_entries", static right => new Keeping(right, static metadata => metadata with { Entries = new Dictionary<string, string>() }), "Metadata_comes_back_equal_in_every_field"),
        new("loses_empty_values", static right => new Keeping(right, WithoutEmptyValues), "Metadata_comes_back_equal_in_every_field"),
        new("keeps_times_to_the_second", static right => new Keeping(right, static metadata => metadata with { UpdatedAt = Seconds(metadata.UpdatedAt), CreatedAt = Seconds(metadata.CreatedAt) }), "Metadata_comes_back_equal_in_every_field"),
        new("keeps_counts_as_double_precision", static right => new Keeping(right, static metadata => metadata with { RecordCount = (long)(double)metadata.RecordCount }), "Metadata_comes_back_equal_in_every_field"),
        new("counts_metadata", static right => new Counting(right), "Metadata_is_neither_counted_nor_loaded"),
        new("orders_metadata_without_regard_to_case", static right => new Ordering(right), "All_metadata_comes_in_the_order_of_the_repositories_names"),
        new("finds_repositories_without_regard_to_case", static right => new IgnoringCase(right), "A_repository_that_was_never_saved_has_no_metadata_and_does_not_exist"),
    ];

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static IndexMetadata WithoutEmptyValues(IndexMetadata metadata) =>
        metadata with { Entries = metadata.Entries.Where(entry => entry.Value.Length > 0).ToDictionary() };

    private sealed class Keeping(IVectorStore right, Func<IndexMetadata, IndexMetadata> change) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            Right.SaveAsync(records, change(metadata), cancellationToken);
    }

    private sealed class MergingEntries(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            Dictionary<string, string> entries = new(metadata.Entries);
            foreach ((string key, string value) in (await Right.GetMetadataAsync(metadata.Repository, cancellationToken)).SelectMany(old => old.Entries))
            {
                entries.TryAdd(key, value);
            }

            await Right.SaveAsync(records, metadata with { Entries = entries }, cancellationToken);
        }
    }

    private sealed class Counting(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
            await Right.CountAsync(filter, cancellationToken)
            + (await Right.GetMetadataAsync(cancellationToken: cancellationToken)).Count(metadata => filter.Repositories?.Contains(metadata.Repository) is not false);
    }

    private sealed class Ordering(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            [.. (await Right.GetMetadataAsync(repository, cancellationToken)).OrderBy(metadata => metadata.Repository, StringComparer.OrdinalIgnoreCase)];
    }

    private sealed class IgnoringCase(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            [.. (await Right.GetMetadataAsync(cancellationToken: cancellationToken))
                .Where(metadata => repository is null || metadata.Repository.Equals(repository, StringComparison.OrdinalIgnoreCase))];

        public override async Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
            (await GetMetadataAsync(repository, cancellationToken)).Count > 0;
    }
}
