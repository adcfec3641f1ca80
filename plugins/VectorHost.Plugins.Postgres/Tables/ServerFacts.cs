using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;

namespace VectorHost.Plugins.Postgres.Tables;

/// <summary>What a server says of itself.</summary>
internal sealed record ServerFacts
{
    private static readonly Version OldestVector = new(0, 8);

    /// <summary>The version of PostgreSQL, such as <c>17.5</c>.</summary>
    public required string Version { get; init; }

    /// <summary>How the database keeps text.</summary>
    public required string Encoding { get; init; }

    /// <summary>The version of pgvector in this database, or null where it was not created here.</summary>
    public required string? VectorVersion { get; init; }

    /// <summary>The schema that pgvector is in.</summary>
    public required string? VectorSchema { get; init; }

    /// <summary>The version of pgvector that could be created here, or null where it is not installed.</summary>
    public required string? AvailableVectorVersion { get; init; }

    /// <summary>Whether nothing can be written: a standby, or a user who may only read.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>Asks the server.</summary>
    public static async Task<ServerFacts> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlDataReader row = await connection.QueryAsync(cancellationToken, Sql.Statement("""
            SELECT current_setting('server_version'), current_setting('server_encoding'),
                (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'vector'),
                (SELECT nspname::text FROM pg_catalog.pg_extension JOIN pg_catalog.pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector'),
                (SELECT default_version FROM pg_catalog.pg_available_extensions WHERE name = 'vector'),
                current_setting('transaction_read_only')::boolean
            """)).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = row.ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new ServerFacts
        {
            Version = row.GetString(0).Split(' ')[0],
            Encoding = row.GetString(1),
            VectorVersion = row.ValueOrDefault<string>(2),
            VectorSchema = row.ValueOrDefault<string>(3),
            AvailableVectorVersion = row.ValueOrDefault<string>(4),
            IsReadOnly = row.GetBoolean(5),
        };
    }

    /// <summary>Checks that the records could be kept there.</summary>
    /// <exception cref="VectorStoreException">They could not, and the message says what to do.</exception>
    public void Check(PostgresFailures failures)
    {
        if (Encoding is not "UTF8")
        {
            throw Incompatible($"The database's encoding is {Encoding}, in which not every text can be kept. Create one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;");
        }

        if (VectorVersion is null && AvailableVectorVersion is null)
        {
            throw Incompatible($"{failures.Server} (version {Version}) has no pgvector. Install it there (Debian: apt-get install postgresql-{Version.Split('.')[0]}-pgvector; Docker: the image pgvector/pgvector).");
        }

        string version = VectorVersion ?? AvailableVectorVersion!;
        if (IsOlder(version))
        {
            throw Incompatible($"{failures.Server} has pgvector {version}; {OldestVector} or newer is needed. Install that version on the server, then run: ALTER EXTENSION vector UPDATE;");
        }
    }

    // A version that is not a number is of somebody's own making: they know what they do.
    private static bool IsOlder(string version) => System.Version.TryParse(version, out Version? parsed) && parsed < OldestVector;

    private static VectorStoreException Incompatible(string message) => new(StoreFailureKind.Incompatible, message);
}
