using System.Text;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Postgres;

/// <summary>The settings of the section <c>vector_store.postgres</c>, checked.</summary>
internal sealed record PostgresSettings
{
    private const string DefaultSchema = "vectorhost";

    // PostgreSQL cuts names after 63 bytes; what is added to a collection's name has to fit as well.
    private const int MaxNameBytes = 63;
    private const int MaxCollectionBytes = 45;

    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary>Where the server is and how to log in. Holds the password: for nothing but connecting.</summary>
    public required NpgsqlConnectionStringBuilder Connection { get; init; }

    /// <summary>The schema that the tables are in.</summary>
    public string Schema { get; init; } = DefaultSchema;

    /// <summary>What the tables' names begin with.</summary>
    public required string Collection { get; init; }

    /// <summary>Whether every search compares with every vector, whatever indexes there are.</summary>
    public bool IsExact { get; init; }

    /// <summary>From how many vectors of one length on they are indexed.</summary>
    public int IndexFrom { get; init; } = 50_000;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is unknown or a value wrong.</exception>
    public static PostgresSettings Read(VectorStoreContext context)
    {
        SettingsReader reader = new(context.Configuration);
        NpgsqlConnectionStringBuilder connection = ReadConnection(reader);
        PostgresSettings settings = new()
        {
            Connection = connection,
            Schema = ReadName(reader, "schema", MaxNameBytes) ?? DefaultSchema,
            Collection = ReadName(reader, "collection", MaxCollectionBytes) ?? context.CollectionName,
            IsExact = reader.Flag("exact", defaultValue: false),
            IndexFrom = reader.Integer("index_from", defaultValue: 50_000, minimum: 1, maximum: int.MaxValue),
        };
        reader.ThrowIfWrong();
        return settings;
    }

    private static NpgsqlConnectionStringBuilder ReadConnection(SettingsReader reader)
    {
        string? whole = reader.Text("connection_string");
        string? host = reader.Text("host");
        int port = reader.Integer("port", defaultValue: 0, minimum: 1, maximum: ushort.MaxValue);
        string? database = reader.Text("database");
        string? username = reader.Text("username");
        string? password = reader.Text("password");
        SslMode? sslMode = ReadSslMode(reader);
        if (whole is null)
        {
            return new NpgsqlConnectionStringBuilder
            {
                Host = host ?? "localhost",
                Port = port == 0 ? NpgsqlConnection.DefaultPort : port,
                Database = database ?? "postgres",
                Username = username ?? "postgres",
                Password = password,
                SslMode = sslMode ?? SslMode.Prefer,
            };
        }

        (string Key, bool IsSet)[] others =
        [
            ("host", host is not null), ("port", port != 0), ("database", database is not null),
            ("username", username is not null), ("password", password is not null), ("ssl_mode", sslMode is not null),
        ];
        foreach ((string key, _) in others.Where(other => other.IsSet))
        {
            reader.AddProblem(key, "is set as well as connection_string: write it there, or leave connection_string out");
        }

        return ParseWhole(reader, whole);
    }

    private static NpgsqlConnectionStringBuilder ParseWhole(SettingsReader reader, string whole)
    {
        const string Form = "write it as Host=…;Port=…;Database=…;Username=…;Password=…";
        if (whole.Contains("://", StringComparison.Ordinal) && whole.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
        {
            reader.AddProblem("connection_string", $"is a URI: {Form}");
            return [];
        }

        try
        {
            NpgsqlConnectionStringBuilder connection = new(whole);
            if (string.IsNullOrEmpty(connection.Host))
            {
                reader.AddProblem("connection_string", $"names no host: {Form}");
            }

            return connection;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The reason may quote a value, and the value may be the password.
            reader.AddProblem("connection_string", $"is not one that Npgsql understands: {Form}");
            return [];
        }
    }

    private static SslMode? ReadSslMode(SettingsReader reader)
    {
        if (reader.Text("ssl_mode") is not string text)
        {
            return null;
        }

        if (SslModes.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<SslMode>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }

        reader.AddProblem("ssl_mode", $"is '{text}': write one of {string.Join(", ", SslModes)}");
        return null;
    }

    private static string? ReadName(SettingsReader reader, string key, int maxBytes)
    {
        if (reader.Text(key) is not string name)
        {
            return null;
        }

        if (name.Any(char.IsControl) || name.Any(char.IsSurrogate))
        {
            reader.AddProblem(key, "holds a character that has no place in a name");
        }
        else if (Encoding.UTF8.GetByteCount(name) > maxBytes)
        {
            reader.AddProblem(key, $"is longer than {maxBytes} bytes");
        }

        return name;
    }
}
