using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that search wrongly.</summary>
internal static class WrongSearches
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        Answering("orders_ties_backwards", static (_, hits) => [.. hits.OrderByDescending(hit => hit.Score).ThenByDescending(hit => hit.Record.Id)], "Equal_scores_come_in_the_order_of_their_ids_every_time"),
        Answering("orders_the_worst_first", static (_, hits) => [.. hits.Reverse()], "Scores_never_leave_the_range_nor_rise_down_the_list"),
        Answering("gives_distances_for_scores", static (_, hits) => Scored(hits, score => 1 - score), "Scores_are_cosines_from_one_to_minus_one"),
        Answering("gives_scores_from_zero_to_one", static (_, hits) => Scored(hits, score => (1 + score) / 2), "Scores_are_cosines_from_one_to_minus_one"),
        Answering("gives_no_negative_scores", static (_, hits) => Scored(hits, score => Math.Max(0, score)), "Scores_are_cosines_from_one_to_minus_one"),
        Answering("gives_scores_above_one", static (_, hits) => Scored(hits, score => score * 1.000001), "Scores_never_leave_the_range_nor_rise_down_the_list"),
        Answering("gives_forty_hits_at_the_most", static (_, hits) => [.. hits.Take(40)], "Hits_are_those_of_an_exact_search"),
        Answering("gives_one_hit_too_few", static (query, hits) => [.. hits.Take(query.Top - 1)], "Hits_are_those_of_an_exact_search"),
        Answering("gives_text_unasked", static (_, hits) => [.. hits.Select(hit => hit with { Record = hit.Record with { Text = hit.Record.Text ?? "" } })], "Hits_carry_the_parts_that_were_asked_for_and_no_others"),
        Answering("never_gives_vectors", static (_, hits) => [.. hits.Select(hit => hit with { Record = hit.Record with { Embedding = default } })], "Hits_carry_the_parts_that_were_asked_for_and_no_others"),
        new("overlooks_one_record_in_fifty", static right => new Approximating(right), "Hits_are_those_of_an_exact_search"),
        new("filters_after_the_ranking", static right => new FilteringLate(right), "A_filter_that_matches_one_in_two_hundred_still_fills_the_list"),
        new("answers_queries_of_any_length", static right => new NotMeasuring(right), "A_query_of_another_length_is_refused_with_both_numbers"),
        new("remembers_answers", static right => new Remembering(right), "A_replaced_vector_is_searched_in_place_of_the_old", "What_was_deleted_is_never_a_hit"),
    ];

    private static WrongStore Answering(string mistake, Func<VectorQuery, IReadOnlyList<SearchHit>, IReadOnlyList<SearchHit>> change, string foundBy) =>
        new(mistake, right => new ChangingAnswers(right, change), foundBy);

    private static IReadOnlyList<SearchHit> Scored(IReadOnlyList<SearchHit> hits, Func<double, double> change) =>
        [.. hits.Select(hit => hit with { Score = change(hit.Score) })];

    private sealed class ChangingAnswers(IVectorStore right, Func<VectorQuery, IReadOnlyList<SearchHit>, IReadOnlyList<SearchHit>> change) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            change(query, await Right.SearchAsync(query, cancellationToken));
    }

    private sealed class Approximating(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            [.. (await Right.SearchAsync(query with { Top = query.Top + 10 }, cancellationToken)).Where(hit => hit.Record.Id.ToByteArray()[0] >= 5).Take(query.Top)];
    }

    private sealed class FilteringLate(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            [.. (await Right.SearchAsync(query with { Filter = RecordFilter.All, Top = query.Top * 5 }, cancellationToken))
                .Where(hit => ExactSearch.Matches(query.Filter, hit.Record))
                .Take(query.Top)];
    }

    private sealed class NotMeasuring(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Right.SearchAsync(query, cancellationToken);
            }
            catch (VectorStoreException failure) when (failure.Kind == StoreFailureKind.Mismatch)
            {
                return [];
            }
        }
    }

    private sealed class Remembering(IVectorStore right) : DelegatingStore(right)
    {
        private readonly Dictionary<(int, RecordFilter), IReadOnlyList<SearchHit>> _answers = [];

        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
        {
            (int, RecordFilter) key = (query.Top, query.Filter);
            if (!_answers.TryGetValue(key, out IReadOnlyList<SearchHit>? answer))
            {
                _answers[key] = answer = await Right.SearchAsync(query, cancellationToken);
            }

            return answer;
        }
    }
}
