using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>Reads what the tables know about repositories, and counts their records.</summary>
/// <param name="names">The tables.</param>
internal sealed class RepositoryReader(CollectionNames names)
{
    /// <summary>The metadata of one repository or all, in the order of their names.</summary>
    /// <exception cref="VectorStoreException">It is damaged.</exception>
    public async Task<IReadOnlyList<IndexMetadata>> ReadMetadataAsync(
        NpgsqlConnection connection, string? repository, CancellationToken cancellationToken)
    {
        List<IndexMetadata> found = [];
        NpgsqlDataReader rows = await connection.QueryAsync(cancellationToken, repository is null
            ? Sql.Statement($"SELECT metadata::text FROM {names.Repository}")
            : Sql.Statement($"SELECT metadata::text FROM {names.Repository} WHERE name = ANY($1)", Sql.Texts(FilterSql.Storable([repository])))).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(Parse(rows.GetString(0)));
        }

        // PostgreSQL compares bytes of UTF-8, which beyond the 16-bit characters is another order than that of strings.
        found.Sort(static (left, right) => string.CompareOrdinal(left.Repository, right.Repository));
        return found;
    }

    /// <summary>Whether there is metadata of the repository, or of any.</summary>
    public Task<bool> ExistsAsync(NpgsqlConnection connection, string? repository, CancellationToken cancellationToken) => connection.ScalarAsync<bool>(
        repository is null
            ? Sql.Statement($"SELECT EXISTS (SELECT 1 FROM {names.Repository})")
            : Sql.Statement($"SELECT EXISTS (SELECT 1 FROM {names.Repository} WHERE name = ANY($1))", Sql.Texts(FilterSql.Storable([repository]))),
        cancellationToken);

    /// <summary>How many records match.</summary>
    public Task<long> CountAsync(NpgsqlConnection connection, RecordFilter filter, CancellationToken cancellationToken)
    {
        FilterSql condition = new(filter);
        return connection.ScalarAsync<long>(
            Sql.Statement($"SELECT count(*) FROM {names.Chunk} WHERE {condition.Condition}", condition.Parameters), cancellationToken);
    }

    private static IndexMetadata Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MetadataJsonContext.Default.IndexMetadata) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new VectorStoreException(StoreFailureKind.Corrupt,
                $"The metadata of a repository is damaged ({exception.Message}). Clear the repository, and index it again.");
        }
    }
}
