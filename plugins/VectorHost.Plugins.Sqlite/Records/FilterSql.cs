using System.Diagnostics.CodeAnalysis;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>
/// A filter as a condition on table <c>chunk</c>. Its lists go through temporary tables, so that they may be of any
/// length; parameters 1 and 2 are the bounds of the path prefix.
/// </summary>
internal sealed class FilterSql
{
    private readonly byte[]? _prefix;

    private FilterSql(string condition, byte[]? prefix)
    {
        Condition = condition;
        _prefix = prefix;
    }

    /// <summary>What follows WHERE.</summary>
    public string Condition { get; }

    /// <summary>Fills the connection's temporary tables with the filter's lists.</summary>
    /// <remarks>One filter a connection at a time: the next one takes the place of the last.</remarks>
    public static FilterSql Prepare(SqliteConnection connection, RecordFilter filter)
    {
        List<string> conditions = [RepositoryCondition(connection, filter)];
        if (filter.Paths is not null)
        {
            Fill(connection, "wanted_path", filter.Paths);
            conditions.Add("chunk.path IN (SELECT path FROM temp.wanted_path)");
        }

        if (filter.Ids is not null)
        {
            Fill(connection, filter.Ids);
            conditions.Add("chunk.id IN (SELECT id FROM temp.wanted_id)");
        }

        byte[]? prefix = null;
        if (!string.IsNullOrEmpty(filter.PathPrefix))
        {
            conditions.Add(TryEncode(filter.PathPrefix, out prefix) ? "chunk.path >= ?1 AND chunk.path < ?2" : "FALSE");
        }

        return new FilterSql(string.Join(" AND ", conditions), prefix);
    }

    /// <summary>Fills <c>temp.wanted_repository</c>.</summary>
    public static void FillRepositories(SqliteConnection connection, IReadOnlyCollection<string> repositories) =>
        Fill(connection, "wanted_repository", repositories);

    /// <summary>Encodes a text as the texts in the file are.</summary>
    /// <returns>False for a text with an unpaired surrogate, which no stored text holds: it matches nothing.</returns>
    public static bool TryEncode(string text, [NotNullWhen(true)] out byte[]? utf8)
    {
        try
        {
            utf8 = StrictUtf8.Encoding.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            utf8 = null;
            return false;
        }
    }

    /// <summary>Sets the parameters of a statement that contains <see cref="Condition"/>.</summary>
    public void Bind(SqliteStatement statement)
    {
        if (_prefix is null)
        {
            return;
        }

        // Texts compare byte by byte, and no byte of UTF-8 is 0xFF: with its last byte raised by one, the prefix comes
        // right after every text that begins with it.
        byte[] end = [.. _prefix];
        end[^1]++;
        statement.BindUtf8(1, _prefix);
        statement.BindUtf8(2, end);
    }

    /// <summary>
    /// Names the repositories even where all are meant, since the index by path begins with them; except where ids are
    /// given, whose own index is better: the plus sign hides the column from the other.
    /// </summary>
    private static string RepositoryCondition(SqliteConnection connection, RecordFilter filter)
    {
        string column = filter.Ids is null ? "chunk.repository_id" : "+chunk.repository_id";
        if (filter.Repositories is null)
        {
            return $"{column} IN (SELECT id FROM repository)";
        }

        FillRepositories(connection, filter.Repositories);
        return $"{column} IN (SELECT id FROM repository WHERE name IN (SELECT name FROM temp.wanted_repository))";
    }

    private static void Fill(SqliteConnection connection, string table, IEnumerable<string> values)
    {
        connection.Run($"DELETE FROM temp.{table}");
        using SqliteStatement insert = connection.Prepare($"INSERT OR IGNORE INTO temp.{table} VALUES (?)");
        foreach (string value in values)
        {
            if (TryEncode(value, out byte[]? utf8))
            {
                insert.BindUtf8(1, utf8);
                insert.Run();
            }
        }
    }

    private static void Fill(SqliteConnection connection, IEnumerable<Guid> ids)
    {
        connection.Run("DELETE FROM temp.wanted_id");
        using SqliteStatement insert = connection.Prepare("INSERT OR IGNORE INTO temp.wanted_id VALUES (?)");
        foreach (Guid id in ids)
        {
            insert.Bind(1, id);
            insert.Run();
        }
    }
}
