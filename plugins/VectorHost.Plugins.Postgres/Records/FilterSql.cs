using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>A filter as a condition on the table of chunks. Its lists are single parameters, so that they may be of any length.</summary>
internal sealed class FilterSql
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<string> _conditions = [];
    private readonly int _firstParameter;

    /// <summary>Reads a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="firstParameter">The number of the condition's first parameter.</param>
    public FilterSql(RecordFilter filter, int firstParameter = 1)
    {
        _firstParameter = firstParameter;
        if (filter.Repositories is not null)
        {
            Add("repository = ANY({0})", Sql.Texts(Storable(filter.Repositories)));
        }

        if (filter.Paths is not null)
        {
            Add("path = ANY({0})", Sql.Texts(Storable(filter.Paths)));
        }

        if (filter.PathPrefix is { Length: > 0 } prefix)
        {
            AddPrefix(prefix);
        }

        if (filter.Ids is not null)
        {
            Add("id = ANY({0})", Sql.Ids([.. filter.Ids]));
        }
    }

    /// <summary>What follows WHERE.</summary>
    public string Condition => _conditions.Count == 0 ? "TRUE" : string.Join(" AND ", _conditions);

    /// <summary>The values, in the order of their numbers.</summary>
    public ReadOnlySpan<NpgsqlParameter> Parameters => _parameters.ToArray();

    /// <summary>The stored forms of texts; what cannot be stored matches nothing.</summary>
    public static string[] Storable(IEnumerable<string> texts) => [.. texts.Where(StoredText.IsValid).Select(StoredText.Encode)];

    private void AddPrefix(string prefix)
    {
        if (StoredText.IsValid(prefix))
        {
            Add("starts_with(path, {0})", Sql.Text(StoredText.Encode(prefix)));
        }
        else
        {
            _conditions.Add("FALSE");
        }
    }

    private void Add(string condition, NpgsqlParameter parameter)
    {
        string number = $"${_firstParameter + _parameters.Count}";
        _conditions.Add(condition.Replace("{0}", number, StringComparison.Ordinal));
        _parameters.Add(parameter);
    }
}
