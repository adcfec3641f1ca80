using System.Text.RegularExpressions;
using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that read filters wrongly.</summary>
internal static class WrongFilters
{
    private const string Alike = "Search_load_and_count_read_a_filter_alike";

    public static IReadOnlyList<WrongStore> All { get; } =
    [
        Reading("takes_the_prefix_of_a_folder_for_that_of_a_name", static (filter, record) => ExactSearch.Matches(filter with { PathPrefix = filter.PathPrefix?.TrimEnd('/') }, record)),
        Reading("reads_wildcards_of_LIKE", static (filter, record) => ExactSearch.Matches(filter with { PathPrefix = null }, record) && IsLike(filter.PathPrefix, record.Path)),
        Reading("ignores_case_in_paths", static (filter, record) =>
            ExactSearch.Matches(filter with { Paths = null, PathPrefix = null }, record)
            && filter.Paths?.Contains(record.Path, StringComparer.OrdinalIgnoreCase) is not false
            && (filter.PathPrefix is null || record.Path.StartsWith(filter.PathPrefix, StringComparison.OrdinalIgnoreCase))),
        Reading("ignores_case_in_repositories", static (filter, record) =>
            ExactSearch.Matches(filter with { Repositories = null }, record) && filter.Repositories?.Contains(record.Repository, StringComparer.OrdinalIgnoreCase) is not false),
        Reading("takes_an_empty_list_for_none", static (filter, record) => ExactSearch.Matches(
            filter with { Repositories = NullIfEmpty(filter.Repositories), Paths = NullIfEmpty(filter.Paths), Ids = NullIfEmpty(filter.Ids) }, record)),
        Reading("takes_an_empty_prefix_for_an_impossible_one", static (filter, record) => filter.PathPrefix is not "" && ExactSearch.Matches(filter, record)),
        Reading("reads_the_first_condition_alone", static (filter, record) => ExactSearch.Matches(
            filter.Repositories is { } repositories ? new RecordFilter { Repositories = repositories } : filter, record)),
        Reading("holds_one_condition_for_enough", static (filter, record) => filter.IsEmpty || Single(filter).Any(one => ExactSearch.Matches(one, record))),
        Reading("reads_the_first_repository_alone", static (filter, record) => ExactSearch.Matches(
            filter.Repositories is { Count: > 1 } ? filter with { Repositories = [filter.Repositories.First()] } : filter, record)),
        new("deletes_more_than_it_loads", static right => new DeletingMore(right), "Delete_removes_what_load_would_give"),
    ];

    private static WrongStore Reading(string mistake, Func<RecordFilter, ChunkRecord, bool> matches) =>
        new(mistake, right => new MisreadingStore(right, matches), Alike);

    private static IReadOnlyCollection<T>? NullIfEmpty<T>(IReadOnlyCollection<T>? values) => values is { Count: 0 } ? null : values;

    private static IEnumerable<RecordFilter> Single(RecordFilter filter)
    {
        RecordFilter[] conditions =
        [
            new() { Repositories = filter.Repositories }, new() { Paths = filter.Paths }, new() { PathPrefix = filter.PathPrefix }, new() { Ids = filter.Ids },
        ];
        return conditions.Where(condition => !condition.IsEmpty);
    }

    private static bool IsLike(string? prefix, string path)
    {
        if (prefix is null)
        {
            return true;
        }

        string pattern = string.Concat(prefix.Select(c => c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) }));
        return Regex.IsMatch(path, $"^{pattern}", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    private sealed class MisreadingStore(IVectorStore right, Func<RecordFilter, ChunkRecord, bool> matches) : DelegatingStore(right)
    {
        public override async IAsyncEnumerable<ChunkRecord> LoadAsync(
            RecordFilter filter, RecordParts parts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (ChunkRecord record in Right.LoadAsync(await TranslateAsync(filter), parts, cancellationToken))
            {
                yield return record;
            }
        }

        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            await Right.SearchAsync(query with { Filter = await TranslateAsync(query.Filter) }, cancellationToken);

        public override async Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
            await Right.CountAsync(await TranslateAsync(filter), cancellationToken);

        public override async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
            await Right.DeleteAsync(filter.IsEmpty ? filter : await TranslateAsync(filter), cancellationToken);

        private async Task<RecordFilter> TranslateAsync(RecordFilter filter) => RecordFilter.ForIds(
            [.. await Right.LoadAsync(RecordFilter.All, RecordParts.None).Where(record => matches(filter, record)).Select(record => record.Id).ToListAsync()]);
    }

    private sealed class DeletingMore(IVectorStore right) : DelegatingStore(right)
    {
        public override Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
            Right.DeleteAsync(filter.Repositories is null ? filter : RecordFilter.ForRepository(filter.Repositories.FirstOrDefault("")), cancellationToken);
    }
}
