using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>The rows that match a filter of paths or ids, by repository.</summary>
internal sealed class MatchedRows
{
    private readonly Dictionary<long, List<long>> _rowIds = [];

    private MatchedRows()
    {
    }

    /// <summary>Whether the filter narrows a repository down, rather than taking all of it.</summary>
    public static bool AreNeeded(RecordFilter filter) =>
        filter.Paths is not null || filter.Ids is not null || !string.IsNullOrEmpty(filter.PathPrefix);

    /// <summary>Finds the rows.</summary>
    public static MatchedRows Read(SqliteConnection connection, RecordFilter filter, CancellationToken cancellationToken)
    {
        MatchedRows matched = new();
        FilterSql condition = FilterSql.Prepare(connection, filter);
        using SqliteStatement query = connection.Prepare($"SELECT repository_id, row_id FROM chunk WHERE {condition.Condition}");
        condition.Bind(query);
        while (query.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            long repositoryId = query.GetInt64(0);
            if (!matched._rowIds.TryGetValue(repositoryId, out List<long>? rowIds))
            {
                rowIds = [];
                matched._rowIds.Add(repositoryId, rowIds);
            }

            rowIds.Add(query.GetInt64(1));
        }

        return matched;
    }

    /// <summary>The rows of one repository.</summary>
    public IReadOnlyList<long> Of(SearchScope scope) => _rowIds.GetValueOrDefault(scope.Id) ?? [];
}
