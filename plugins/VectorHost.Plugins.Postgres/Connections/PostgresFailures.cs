using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>Turns what the server, Npgsql and the network report into sentences for the user: the one place that does.</summary>
/// <param name="settings">What is named in the messages; never the password.</param>
internal sealed class PostgresFailures(PostgresSettings settings)
{
    private readonly string? _password = settings.Connection.Password;

    /// <summary>Where the server is, for messages.</summary>
    public string Server { get; } = $"PostgreSQL at {settings.Connection.Host}:{settings.Connection.Port}";

    private string Database => settings.Connection.Database ?? settings.Connection.Username ?? "";

    private string User => settings.Connection.Username ?? "";

    /// <summary>The failure that an exception stands for. It is not kept: the host does not know its type.</summary>
    public VectorStoreException From(Exception exception) => exception switch
    {
        PostgresException answer => FromAnswer(answer),
        _ when Find<AuthenticationException>(exception) is { } reason && reason.Message.Contains("certificate", StringComparison.Ordinal) => Lasting(StoreFailureKind.Unavailable,
            $"{Server} offers a certificate that is not trusted ({Clean(reason.Message)}). "
            + "Install its authority's certificate, name it with Root Certificate in vector_store.postgres.connection_string, or choose another vector_store.postgres.ssl_mode."),
        _ when Find<SocketException>(exception) is { } reason => new VectorStoreException(StoreFailureKind.Unavailable,
            $"{Server} cannot be reached ({Clean(reason.Message)}). Check that it is running, and vector_store.postgres.host and port."),
        _ when Find<TimeoutException>(exception) is not null => new VectorStoreException(StoreFailureKind.TimedOut,
            $"{Server} did not answer in time ({Clean(exception.Message)}). Check that it is up and not overloaded, and try again."),
        _ when Find<IOException>(exception) is not null => new VectorStoreException(StoreFailureKind.Unavailable,
            $"{Server} closed the connection ({Clean(exception.Message)}). Check that it is up, and that it is PostgreSQL that listens there."),
        _ when exception.Message.Contains("SSL", StringComparison.Ordinal) && exception.Message.Contains("requested", StringComparison.Ordinal) => Lasting(StoreFailureKind.InvalidConfiguration,
            $"{Server} does not speak TLS, which vector_store.postgres.ssl_mode '{settings.Connection.SslMode}' asks for. Set ssl_mode to prefer or disable, or set up TLS on the server."),
        _ when exception.Message.Contains("No password", StringComparison.Ordinal) => new VectorStoreException(StoreFailureKind.RefusedCredentials,
            $"{Server} asks user '{User}' for a password, and none is set. Set vector_store.postgres.password, for example to \"${{PGPASSWORD}}\"."),
        NpgsqlException { IsTransient: true } => new VectorStoreException(StoreFailureKind.Unavailable,
            $"{Server} cannot be worked with just now ({Clean(exception.Message)}). Try again."),
        _ => new VectorStoreException(StoreFailureKind.Protocol,
            $"What answers at {settings.Connection.Host}:{settings.Connection.Port} is not understood ({Clean(exception.Message)}). "
            + "Check vector_store.postgres.host and port: PostgreSQL usually listens on 5432."),
    };

    /// <summary>
    /// What is to be said where nothing that PostgreSQL would say came in time. Trying again would take as long: most often
    /// the address is another server's.
    /// </summary>
    public VectorStoreException NotGreeted(TimeSpan patience) => Lasting(StoreFailureKind.TimedOut,
        $"Nothing at {settings.Connection.Host}:{settings.Connection.Port} answered as PostgreSQL does within {patience.TotalSeconds:0} s. "
        + "Check vector_store.postgres.host and port (PostgreSQL usually listens on 5432), and that no firewall is in between; "
        + "to wait longer, write Timeout=SECONDS into vector_store.postgres.connection_string.");

    private VectorStoreException FromAnswer(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(StoreFailureKind.RefusedCredentials,
            $"{Server} refuses user '{User}' ({Told(answer)}). Check vector_store.postgres.username and password, and what pg_hba.conf allows."),
        PostgresErrorCodes.InsufficientPrivilege => new(StoreFailureKind.RefusedCredentials,
            $"User '{User}' is not allowed to do this in database '{Database}' of {Server} ({Told(answer)}). "
            + $"Have the database's owner run: GRANT CREATE ON DATABASE \"{Database}\" TO \"{User}\"; or set vector_store.postgres.schema to a schema of the user's own."),
        PostgresErrorCodes.InvalidCatalogName => new(StoreFailureKind.NotFound,
            $"{Server} has no database '{Database}'. Create it with: CREATE DATABASE \"{Database}\"; or set vector_store.postgres.database to another."),
        PostgresErrorCodes.TooManyConnections => new(StoreFailureKind.Throttled,
            $"{Server} has no connection left ({Told(answer)}). Close other programs that use it, or raise its max_connections."),
        PostgresErrorCodes.DiskFull => Lasting(StoreFailureKind.Unavailable,
            $"The disk of {Server} is full ({Told(answer)}). Free some space, and run the command again: what was saved before is kept."),
        PostgresErrorCodes.ReadOnlySqlTransaction => Lasting(StoreFailureKind.Unavailable, ReadOnly),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.UniqueViolation => new(StoreFailureKind.Conflict,
            $"Another user of collection '{settings.Collection}' was in the way ({Told(answer)}). Try again.")
            {
                IsTransient = true,
            },
        PostgresErrorCodes.QueryCanceled => new(StoreFailureKind.TimedOut,
            $"{Server} stopped the statement ({Told(answer)}). Raise the user's statement_timeout, or try again."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => new(StoreFailureKind.NotFound,
            $"The tables of collection '{settings.Collection}' are no longer in database '{Database}' of {Server}. Run the command again, which makes new ones, and index again."),
        PostgresErrorCodes.ProgramLimitExceeded => new(StoreFailureKind.LimitExceeded,
            $"{Server} cannot hold something so large ({Told(answer)}). Exclude the file that it comes from."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(StoreFailureKind.Corrupt,
            $"Collection '{settings.Collection}' is damaged in database '{Database}' of {Server} ({Told(answer)}). Clear it, and index again."),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter => new(StoreFailureKind.InvalidRecord,
            $"{Server} cannot keep a character of a record ({Told(answer)})."),
        { } state when state.StartsWith("57P", StringComparison.Ordinal) || answer.IsTransient => new(StoreFailureKind.Unavailable,
            $"{Server} cannot work now ({Told(answer)}). Try again when it is up."),
        { } state when state.StartsWith("08", StringComparison.Ordinal) => new(StoreFailureKind.Protocol,
            $"{Server} does not understand what it is told ({Told(answer)})."),
        { } state when state.StartsWith("42", StringComparison.Ordinal) => new(StoreFailureKind.Mismatch,
            $"The tables of collection '{settings.Collection}' in database '{Database}' are not as they were made ({Told(answer)}). Set vector_store.postgres.collection to another name."),
        _ => Lasting(StoreFailureKind.Unavailable, $"{Server} could not do it ({Told(answer)})."),
    };

    /// <summary>What is to be said of a server, or a user, that only reads.</summary>
    public string ReadOnly =>
        $"{Server} only reads (a standby, or default_transaction_read_only): it can be searched, but nothing can be saved or deleted. Set vector_store.postgres.host to the primary server.";

    private static VectorStoreException Lasting(StoreFailureKind kind, string message) => new(kind, message) { IsTransient = false };

    private string Told(PostgresException answer) => $"{Clean(answer.MessageText)}, SQLSTATE {answer.SqlState}";

    /// <summary>One line, and without the password even where somebody else wrote it there.</summary>
    private string Clean(string text)
    {
        string line = text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return string.IsNullOrEmpty(_password) ? line : line.Replace(_password, "***", StringComparison.Ordinal);
    }

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
            {
                return found;
            }
        }

        return null;
    }
}
