using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Reads what the database knows about repositories, and counts their records.</summary>
internal static class RepositoryReader
{
    /// <summary>The metadata of one repository or all, in the order of their names.</summary>
    /// <exception cref="VectorStoreException">It is damaged.</exception>
    public static List<IndexMetadata> ReadMetadata(SqliteConnection connection, string? repository, SqliteFailures failures)
    {
        List<IndexMetadata> found = [];
        using SqliteStatement query = connection.Prepare(
            repository is null ? "SELECT metadata FROM repository" : "SELECT metadata FROM repository WHERE name = ?");
        if (repository is not null)
        {
            query.Bind(1, repository);
        }

        while (query.Step())
        {
            try
            {
                found.Add(MetadataJson.Read(query.GetBytes(0)));
            }
            catch (JsonException exception)
            {
                throw failures.Corrupt($"metadata of a repository: {exception.Message}");
            }
        }

        // SQLite compares bytes of UTF-8, which beyond the 16-bit characters is another order than that of strings.
        found.Sort(static (left, right) => string.CompareOrdinal(left.Repository, right.Repository));
        return found;
    }

    public static bool Exists(SqliteConnection connection, string? repository)
    {
        using SqliteStatement query = connection.Prepare(
            repository is null ? "SELECT 1 FROM repository LIMIT 1" : "SELECT 1 FROM repository WHERE name = ?");
        if (repository is not null)
        {
            query.Bind(1, repository);
        }

        return query.Step();
    }

    public static long Count(SqliteConnection connection, RecordFilter filter)
    {
        FilterSql condition = FilterSql.Prepare(connection, filter);
        using SqliteStatement query = connection.Prepare($"SELECT count(*) FROM chunk WHERE {condition.Condition}");
        condition.Bind(query);
        query.Step();
        return query.GetInt64(0);
    }
}
