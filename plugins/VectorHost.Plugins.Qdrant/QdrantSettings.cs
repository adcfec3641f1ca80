using System.Buffers;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Qdrant;

/// <summary>The settings of the section <c>vector_store.qdrant</c>, checked.</summary>
internal sealed record QdrantSettings
{
    /// <summary>Leaves room in Qdrant's 255 characters for what is appended to the name.</summary>
    private const int LongestCollection = 200;

    private static readonly SearchValues<char> IllegalInHost = SearchValues.Create("/\\?#@ \t\r\n");

    private static readonly SearchValues<char> IllegalInCollection = SearchValues.Create("<>:\"/\\|?*");

    /// <summary>Where the REST interface is, ending in <c>/</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The key of the server or of the cloud's cluster; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The collection that knows the repositories; those of records are named after it.</summary>
    public required string Collection { get; init; }

    /// <summary>Whether searches compare with every vector rather than follow the server's graph.</summary>
    public bool IsExact { get; init; }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is unknown or a value wrong.</exception>
    public static QdrantSettings Read(VectorStoreContext context)
    {
        SettingsReader reader = new(context.Configuration);
        string host = ReadHost(reader);
        int port = reader.Integer("port", defaultValue: 6333, minimum: 1, maximum: 65_535);
        bool isHttps = reader.Flag("https", defaultValue: false);
        string? apiKey = ReadApiKey(reader);
        string collection = ReadCollection(reader, context);
        bool isExact = reader.Flag("exact", defaultValue: false);
        reader.ThrowIfWrong();
        return new QdrantSettings
        {
            Address = new UriBuilder(isHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, port).Uri,
            ApiKey = apiKey,
            Collection = collection,
            IsExact = isExact,
        };
    }

    private static string ReadHost(SettingsReader reader)
    {
        string host = reader.Text("host") ?? "localhost";
        string bare = host is ['[', .. string inner, ']'] ? inner : host;
        if (host.AsSpan().ContainsAny(IllegalInHost) || Uri.CheckHostName(bare) is UriHostNameType.Unknown)
        {
            reader.AddProblem("host", $"is '{WithoutUser(host)}': write the server's name or address alone, such as localhost; port and https are keys of their own");
            return "localhost";
        }

        return bare;
    }

    private static string? ReadApiKey(SettingsReader reader)
    {
        string? key = reader.Text("api_key");
        if (key is not null && key.Any(character => character is < '!' or > '~'))
        {
            reader.AddProblem("api_key", "holds a character that no key has, such as a space or a line end: copy the key again");
        }

        return key;
    }

    private static string ReadCollection(SettingsReader reader, VectorStoreContext context)
    {
        string name = reader.Text("collection") ?? context.CollectionName;
        if (name is "." or ".." || name.Length > LongestCollection || name.Any(char.IsControl) || name.AsSpan().ContainsAny(IllegalInCollection))
        {
            reader.AddProblem("collection", $"is '{name}': write at most {LongestCollection} characters, none of them < > : \" / \\ | ? * or a control character");
        }

        return name;
    }

    /// <summary>Who pastes a whole address may have pasted a password with it.</summary>
    private static string WithoutUser(string host)
    {
        int at = host.LastIndexOf('@');
        return at < 0 ? host : $"***{host[at..]}";
    }
}
