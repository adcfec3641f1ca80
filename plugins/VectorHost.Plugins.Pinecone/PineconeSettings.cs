using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Pinecone;

/// <summary>The settings of the section <c>vector_store.pinecone</c>, checked.</summary>
internal sealed record PineconeSettings
{
    private const int LongestIndexName = 45;

    private static readonly string[] Clouds = ["aws", "gcp", "azure"];

    /// <summary>The key of a Pinecone project.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The index: 1 to 45 lower-case letters, digits and <c>-</c>.</summary>
    public required string IndexName { get; init; }

    /// <summary>The cloud in which the index is made: <c>aws</c>, <c>gcp</c> or <c>azure</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary>The region in which the index is made, such as <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The control plane, ending in <c>/</c>.</summary>
    public required Uri Controller { get; init; }

    /// <summary>Whether searches compare the query with every record instead of asking the approximate index.</summary>
    public bool Exact { get; init; }

    /// <summary>How long a write waits until reads see it.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is unknown or a value wrong.</exception>
    public static PineconeSettings Read(VectorStoreContext context)
    {
        SettingsReader reader = new(context.Configuration);
        string apiKey = reader.RequiredText(
            "api_key", "write \"${PINECONE_API_KEY}\" and set that variable to a key from app.pinecone.io, \"API keys\"");
        string environment = reader.Text("environment") ?? "us-east-1-aws";
        string indexName = reader.Text("index_name") ?? context.CollectionName;
        string controllerHost = reader.Text("controller_host") ?? "https://api.pinecone.io";
        bool exact = reader.Flag("exact", defaultValue: false);
        int visibilitySeconds = reader.Integer("visibility_timeout_seconds", defaultValue: 60, minimum: 1, maximum: 3600);

        CheckApiKey(reader, apiKey);
        CheckIndexName(reader, indexName);
        (string region, string cloud) = ReadEnvironment(reader, environment);
        Uri controller = ReadController(reader, controllerHost);
        reader.ThrowIfWrong();
        return new PineconeSettings
        {
            ApiKey = apiKey,
            IndexName = indexName,
            Cloud = cloud,
            Region = region,
            Controller = controller,
            Exact = exact,
            VisibilityTimeout = TimeSpan.FromSeconds(visibilitySeconds),
        };
    }

    private static void CheckApiKey(SettingsReader reader, string apiKey)
    {
        // Such a key is a slip of the clipboard, and no header can carry it. The message must not repeat it.
        if (apiKey.Any(character => character is <= ' ' or > '~'))
        {
            reader.AddProblem("api_key", "holds a space, a line end or another character that no key has: copy the key alone");
        }
    }

    private static void CheckIndexName(SettingsReader reader, string indexName)
    {
        if (indexName.Length > LongestIndexName || !IsName(indexName))
        {
            reader.AddProblem(
                "index_name", $"is '{indexName}': write 1 to 45 lower-case letters, digits and '-', with a letter or digit at both ends");
        }
    }

    /// <summary>Reads a name such as <c>us-east-1-aws</c>: the region, and the cloud after the last <c>-</c>.</summary>
    private static (string Region, string Cloud) ReadEnvironment(SettingsReader reader, string environment)
    {
        int dash = environment.LastIndexOf('-');
        string region = dash > 0 ? environment[..dash] : "";
        string cloud = environment[(dash + 1)..];
        if (!Clouds.Contains(cloud) || !IsName(region))
        {
            reader.AddProblem("environment", $"is '{environment}': write region and cloud, such as us-east-1-aws, us-central1-gcp or eastus2-azure");
        }

        return (region, cloud);
    }

    private static Uri ReadController(SettingsReader reader, string host)
    {
        string text = host.Contains("://", StringComparison.Ordinal) ? host : $"https://{host}";
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        reader.AddProblem("controller_host", "is not an address: write such as https://api.pinecone.io, without a user name, '?' or '#'");
        return new Uri("https://api.pinecone.io/");
    }

    /// <summary>Whether a text is of lower-case letters, digits and <c>-</c>, with a letter or digit at both ends.</summary>
    private static bool IsName(string text) =>
        text.Length > 0 && text[0] != '-' && text[^1] != '-'
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
