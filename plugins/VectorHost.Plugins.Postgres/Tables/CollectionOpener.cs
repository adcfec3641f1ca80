using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;

namespace VectorHost.Plugins.Postgres.Tables;

/// <summary>Finds a collection's tables, or makes them.</summary>
/// <param name="database">Where they are.</param>
/// <param name="settings">What they are called.</param>
internal sealed class CollectionOpener(PostgresDatabase database, PostgresSettings settings)
{
    /// <summary>The form of the tables; raised with every change that older versions cannot read.</summary>
    public const int Format = 1;

    private const string Mark = "VectorHost records, format ";

    /// <summary>Checks the server and the tables; makes what is missing, and writes nothing where nothing is.</summary>
    /// <exception cref="VectorStoreException">The server or the tables cannot be used.</exception>
    public async Task<CollectionNames> OpenAsync(CancellationToken cancellationToken)
    {
        await database.GreetAsync(cancellationToken).ConfigureAwait(false);
        ServerFacts facts = await database.RunAsync((connection, token) => ServerFacts.ReadAsync(connection, token), cancellationToken).ConfigureAwait(false);
        facts.Check(database.Failures);
        bool isThere = facts.VectorVersion is not null
            && await database.RunAsync((connection, token) => FindAsync(connection, token), cancellationToken).ConfigureAwait(false);
        if (!isThere && facts.IsReadOnly)
        {
            throw new VectorStoreException(StoreFailureKind.Unavailable, database.Failures.ReadOnly) { IsTransient = false };
        }

        string? vectorSchema = facts.VectorSchema;
        if (!isThere)
        {
            await database.TransactAsync(
                async (connection, token) => vectorSchema = await CreateAsync(connection, facts, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        return new CollectionNames(settings.Schema, settings.Collection, vectorSchema!);
    }

    /// <summary>Whether the tables are there, and ours.</summary>
    /// <exception cref="VectorStoreException">They are of another program, or of a version still to come.</exception>
    private async Task<bool> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlDataReader tables = await connection.QueryAsync(cancellationToken, Sql.Statement("""
            SELECT relname::text, coalesce(obj_description(pg_class.oid, 'pg_class'), '')
            FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relname = ANY($2)
            """,
            Sql.Text(settings.Schema),
            Sql.Texts([CollectionNames.ChunkTable(settings.Collection), CollectionNames.RepositoryTable(settings.Collection)]))).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = tables.ConfigureAwait(false);
        int found = 0;
        while (await tables.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            CheckOwner(tables.GetString(0), tables.GetString(1));
            found++;
        }

        return found == 2;
    }

    private void CheckOwner(string table, string comment)
    {
        if (!comment.StartsWith(Mark, StringComparison.Ordinal)
            || !int.TryParse(comment.AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int format))
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"'{table}' in schema '{settings.Schema}' is of another program, and was left alone. Set vector_store.postgres.collection or schema to another name.");
        }

        if (format > Format)
        {
            throw new VectorStoreException(StoreFailureKind.Incompatible,
                $"Collection '{settings.Collection}' has format {format}, made by a newer version; this one knows formats up to {Format}. "
                + "Update VectorHost, or set vector_store.postgres.collection to another name.");
        }
    }

    /// <returns>The schema that pgvector is in.</returns>
    private async Task<string> CreateAsync(NpgsqlConnection connection, ServerFacts facts, CancellationToken cancellationToken)
    {
        // IF NOT EXISTS does not keep two users from making the same thing at once: the lock does.
        await connection.ExecuteAsync(cancellationToken, Sql.Statement(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", Sql.Text("vectorhost/schema"))).ConfigureAwait(false);
        if (facts.VectorVersion is null)
        {
            await CreateExtensionAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        // Also where the schema is there, making it would need a right that users of a schema of their own may lack.
        bool hasSchema = await connection.ScalarAsync<bool>(
            Sql.Statement("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1)", Sql.Text(settings.Schema)), cancellationToken).ConfigureAwait(false);
        if (!hasSchema)
        {
            await connection.ExecuteAsync(cancellationToken, Sql.Statement($"CREATE SCHEMA {CollectionNames.Quote(settings.Schema)}")).ConfigureAwait(false);
        }

        string vectorSchema = (await ServerFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).VectorSchema!;
        if (!await FindAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            await CreateTablesAsync(connection, new CollectionNames(settings.Schema, settings.Collection, vectorSchema), cancellationToken).ConfigureAwait(false);
        }

        return vectorSchema;
    }

    private async Task CreateExtensionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(cancellationToken, Sql.Statement("CREATE EXTENSION IF NOT EXISTS vector")).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new VectorStoreException(StoreFailureKind.RefusedCredentials,
                $"User '{settings.Connection.Username}' may not create pgvector in database '{settings.Connection.Database}'. "
                + "Have an administrator run this in that database, once: CREATE EXTENSION vector;");
        }
    }

    private static Task CreateTablesAsync(NpgsqlConnection connection, CollectionNames names, CancellationToken cancellationToken) => connection.ExecuteAsync(
        cancellationToken,
        Sql.Statement($"""
            CREATE TABLE IF NOT EXISTS {names.Repository} (
                name text COLLATE "C" PRIMARY KEY,
                dimensions integer NOT NULL,
                metadata json NOT NULL)
            """),

        // Rows stay whole as long as they fit into a page: searching reads every vector, and fetching each from
        // elsewhere would cost many times as much.
        Sql.Statement($"""
            CREATE TABLE IF NOT EXISTS {names.Chunk} (
                id uuid PRIMARY KEY,
                repository text COLLATE "C" NOT NULL,
                path text COLLATE "C" NOT NULL,
                start_line integer NOT NULL,
                end_line integer NOT NULL,
                file_hash text NOT NULL,
                chunk_hash text NOT NULL,
                language text NOT NULL,
                text text NOT NULL,
                dimensions integer NOT NULL,
                embedding {names.Vector} NOT NULL)
            WITH (toast_tuple_target = 8160)
            """),
        Sql.Statement($"CREATE INDEX ON {names.Chunk} (repository)"),

        // By hash, since an ordered index refuses a path of more than some 2,700 bytes.
        Sql.Statement($"CREATE INDEX ON {names.Chunk} USING hash (path)"),
        Sql.Statement($"COMMENT ON TABLE {names.Repository} IS '{Mark}{Format}'"),
        Sql.Statement($"COMMENT ON TABLE {names.Chunk} IS '{Mark}{Format}'"));
}
