using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Reads which repositories there are to search.</summary>
internal static class SearchScopes
{
    private const string WithRecords = """
        SELECT id, name, generation, dimensions FROM repository
        WHERE EXISTS (SELECT 1 FROM vector WHERE repository_id = repository.id)
        """;

    /// <summary>The repositories that hold anything.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="names">Of these; null for all.</param>
    public static List<SearchScope> Read(SqliteConnection connection, IReadOnlyCollection<string>? names)
    {
        List<SearchScope> scopes = [];
        using SqliteStatement rows = Prepare(connection, names);
        while (rows.Step())
        {
            scopes.Add(new SearchScope(rows.GetInt64(0), rows.GetText(1), rows.GetInt64(2), rows.GetInt32(3)));
        }

        return scopes;
    }

    private static SqliteStatement Prepare(SqliteConnection connection, IReadOnlyCollection<string>? names)
    {
        if (names is null)
        {
            return connection.Prepare(WithRecords);
        }

        // One name, as nearly every search has, needs no table.
        if (names.Count == 1 && FilterSql.TryEncode(names.First(), out byte[]? name))
        {
            SqliteStatement one = connection.Prepare($"{WithRecords} AND name = ?");
            one.BindUtf8(1, name);
            return one;
        }

        FilterSql.FillRepositories(connection, names);
        return connection.Prepare($"{WithRecords} AND name IN (SELECT name FROM temp.wanted_repository)");
    }

    /// <summary>The numbers of all repositories.</summary>
    public static HashSet<long> ReadIds(SqliteConnection connection)
    {
        HashSet<long> ids = [];
        using SqliteStatement rows = connection.Prepare("SELECT id FROM repository");
        while (rows.Step())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }
}
