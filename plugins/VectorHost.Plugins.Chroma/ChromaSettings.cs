using System.Buffers;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Chroma;

/// <summary>The settings of the section <c>vector_store.chromadb</c>, checked.</summary>
internal sealed record ChromaSettings
{
    /// <summary>The tenant that a server of one's own begins with.</summary>
    public const string DefaultTenant = "default_tenant";

    /// <summary>The database that every tenant begins with.</summary>
    public const string DefaultDatabase = "default_database";

    /// <summary>Chroma takes 512; the names made from this one are longer.</summary>
    private const int LongestCollectionName = 480;

    private const string CloudDomain = ".trychroma.com";

    private const string TokenHeader = "x-chroma-token";

    private const string AuthorizationHeader = "authorization";

    private static readonly SearchValues<char> CollectionNameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>The server, ending in <c>/</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The key, where the server asks for one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether the key goes as <c>Authorization: Bearer</c> rather than as <c>x-chroma-token</c>.</summary>
    public bool SendsBearer { get; init; }

    /// <summary>The tenant; null for the key's own.</summary>
    public string? Tenant { get; init; }

    /// <summary>The database; null for the key's own.</summary>
    public string? Database { get; init; }

    /// <summary>The name of the catalogue's collection, with which the names of the others begin.</summary>
    public required string Collection { get; init; }

    /// <summary>Whether every search looks at every vector.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether the server is Chroma Cloud, whose quotas are small.</summary>
    public bool IsCloud { get; init; }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is unknown or a value wrong.</exception>
    public static ChromaSettings Read(VectorStoreContext context)
    {
        SettingsReader reader = new(context.Configuration);
        string host = reader.Text("host") ?? "localhost";
        bool isCloud = host.EndsWith(CloudDomain, StringComparison.OrdinalIgnoreCase);
        int port = reader.Integer("port", defaultValue: isCloud ? 443 : 8000, minimum: 1, maximum: 65_535);
        bool ssl = reader.Flag("ssl", defaultValue: isCloud);
        string? apiKey = reader.Text("api_key");
        string apiKeyHeader = reader.Text("api_key_header") ?? TokenHeader;
        string? tenant = reader.Text("tenant");
        string? database = reader.Text("database");
        string collection = reader.Text("collection") ?? context.CollectionName;
        bool exact = reader.Flag("exact", defaultValue: false);
        Check(reader, host, apiKey, apiKeyHeader, collection);
        if (isCloud && !ssl)
        {
            reader.AddProblem("ssl", "is false: Chroma Cloud speaks TLS only");
        }

        reader.ThrowIfWrong();
        return new ChromaSettings
        {
            Address = new UriBuilder(ssl ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, port).Uri,
            ApiKey = apiKey,
            SendsBearer = apiKeyHeader.Equals(AuthorizationHeader, StringComparison.OrdinalIgnoreCase),
            Tenant = tenant ?? (apiKey is null ? DefaultTenant : null),
            Database = database ?? (apiKey is null ? DefaultDatabase : null),
            Collection = collection,
            Exact = exact,
            IsCloud = isCloud,
        };
    }

    private static void Check(SettingsReader reader, string host, string? apiKey, string apiKeyHeader, string collection)
    {
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            reader.AddProblem("host", $"is '{host}': write a host's name or address alone; port and ssl are keys of their own");
        }

        if (apiKey is not null && apiKey.Any(character => character is < '!' or > '~'))
        {
            reader.AddProblem("api_key", "holds a space, a line end or another character that no key has: copy it again");
        }

        if (!apiKeyHeader.Equals(TokenHeader, StringComparison.OrdinalIgnoreCase)
            && !apiKeyHeader.Equals(AuthorizationHeader, StringComparison.OrdinalIgnoreCase))
        {
            reader.AddProblem("api_key_header", $"is '{apiKeyHeader}': write {TokenHeader} or {AuthorizationHeader}");
        }

        if (collection.Length is < 3 or > LongestCollectionName
            || collection.AsSpan().ContainsAnyExcept(CollectionNameCharacters)
            || !char.IsAsciiLetterOrDigit(collection[0])
            || !char.IsAsciiLetterOrDigit(collection[^1]))
        {
            reader.AddProblem(
                "collection",
                $"is '{collection}': write 3 to {LongestCollectionName} letters, digits, '.', '_' and '-', beginning and ending with a letter or digit");
        }
    }
}
