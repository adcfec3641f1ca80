using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Reads what the database knows about repositories, and counts their records.</summary>
internal static class RepositoryReader
{
    // A cross join is done in the order in which it is written, so that the fields of a repository stay together.
    private const string AllMetadata =
        $"SELECT repository.id, {MetadataFields.Columns} FROM repository CROSS JOIN json_tree(repository.metadata) AS field";

    /// <summary>The metadata of one repository or all, in the order of their names.</summary>
    /// <exception cref="VectorStoreException">It is damaged.</exception>
    public static List<IndexMetadata> ReadMetadata(SqliteConnection connection, string? repository, SqliteFailures failures)
    {
        using SqliteStatement query = connection.Prepare(repository is null ? AllMetadata : $"{AllMetadata} WHERE repository.name = ?");
        if (repository is not null)
        {
            query.Bind(1, repository);
        }

        List<IndexMetadata> found;
        try
        {
            found = ReadMetadata(query);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw failures.Corrupt($"metadata of a repository: {exception.Message}");
        }

        // SQLite compares bytes of UTF-8, which beyond the 16-bit characters is another order than that of strings.
        found.Sort(static (left, right) => string.CompareOrdinal(left.Repository, right.Repository));
        return found;
    }

    /// <summary>Puts the fields of each repository together, which come one after the other.</summary>
    private static List<IndexMetadata> ReadMetadata(SqliteStatement query)
    {
        List<IndexMetadata> found = [];
        MetadataFields? fields = null;
        long repositoryId = 0;
        while (query.Step())
        {
            if (fields is not null && query.GetInt64(0) != repositoryId)
            {
                found.Add(fields.ToMetadata());
                fields = null;
            }

            fields ??= new MetadataFields();
            repositoryId = query.GetInt64(0);
            fields.Read(query, first: 1);
        }

        if (fields is not null)
        {
            found.Add(fields.ToMetadata());
        }

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
