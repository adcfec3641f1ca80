namespace VectorHost.Configuration;

/// <summary>Every key that the host owns, in the order in which they are shown.</summary>
internal static class ConfigurationKeys
{
    public const string Backend = "vector_store.backend";
    public const string PluginsDirectory = "vector_store.plugins_dir";
    public const string PluginsIntegrity = "vector_store.plugins_integrity";
    public const string Pins = "vector_store.pins";
    public const string RequiredBackends = "vector_store.required";
    public const string StoreTimeout = "vector_store.timeout_seconds";
    public const string EmbeddingProvider = "embedding.provider";
    public const string Model2VecPath = "embedding.model2vec.path";
    public const string ModelsHub = "models.hub";
    public const string ModelsToken = "models.token";
    public const string OpenAIEndpoint = "embedding.openai.endpoint";
    public const string OpenAIModel = "embedding.openai.model";
    public const string OpenAIKey = "embedding.openai.api_key";
    public const string OpenAIDimensions = "embedding.openai.dimensions";
    public const string OpenAIQueryPrefix = "embedding.openai.query_prefix";
    public const string OpenAIDocumentPrefix = "embedding.openai.document_prefix";
    public const string OpenAIBatchSize = "embedding.openai.batch_size";
    public const string OpenAIMaxParallel = "embedding.openai.max_parallel";
    public const string OpenAIRequestsPerMinute = "embedding.openai.requests_per_minute";
    public const string OpenAIMaxInputCharacters = "embedding.openai.max_input_characters";
    public const string OpenAITimeout = "embedding.openai.timeout_seconds";
    public const string Repository = "indexing.repository";
    public const string Include = "indexing.include";
    public const string Exclude = "indexing.exclude";
    public const string MaxFileBytes = "indexing.max_file_bytes";
    public const string LogLevel = "logging.level";
    public const string LogFile = "logging.file";

    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        new(Backend, ConfigurationValueKind.Text, "sqlite", "the vector store to use: a name that `vectorhost backends` lists"),
        new(PluginsDirectory, ConfigurationValueKind.Text, "plugins", "where backends are found; relative to the executable") { FromRepository = false },
        new(PluginsIntegrity, ConfigurationValueKind.Text, "off", "what to do about plugins that are not as plugins.lock.json says: off (not looked at), warn, or enforce") { FromRepository = false },
        new(Pins, ConfigurationValueKind.Map, null, "which plugin a backend comes from that several provide: its name, and the plugin's") { FromRepository = false },
        new(RequiredBackends, ConfigurationValueKind.List, null, "backends that must be usable, whichever one is in use; without them nothing is indexed or searched"),
        new(StoreTimeout, ConfigurationValueKind.Number, "100", "how long one call to the store may take"),
        new(EmbeddingProvider, ConfigurationValueKind.Text, "static", "what makes vectors: static (built in, trained on code), lexical (built in, by spelling), model2vec (a static model in a folder) or openai (any compatible endpoint)"),
        new(Model2VecPath, ConfigurationValueKind.Text, null, "a static model's folder, or the name of one that 'vectorhost models pull' has fetched"),
        new(OpenAIEndpoint, ConfigurationValueKind.Text, null, "the endpoint's base address, such as http://localhost:11434/v1; null is OpenAI's own"),
        new(OpenAIModel, ConfigurationValueKind.Text, "text-embedding-3-small", "the embedding model"),
        new(OpenAIKey, ConfigurationValueKind.Text, null, "the key, best as ${OPENAI_API_KEY}; null for servers that want none"),
        new(OpenAIDimensions, ConfigurationValueKind.Number, null, "the vectors' length to ask for; null takes the model's own"),
        new(OpenAIQueryPrefix, ConfigurationValueKind.Text, null, "what the model wants before a question, such as search_query: "),
        new(OpenAIDocumentPrefix, ConfigurationValueKind.Text, null, "what the model wants before a text; another one asks for a new index"),
        new(OpenAIBatchSize, ConfigurationValueKind.Number, "64", "texts in one request"),
        new(OpenAIMaxParallel, ConfigurationValueKind.Number, "2", "requests under way at once"),
        new(OpenAIRequestsPerMinute, ConfigurationValueKind.Number, null, "a limit of your own; null relies on the server's answers"),
        new(OpenAITimeout, ConfigurationValueKind.Number, "60", "how long one request may take"),
        new(OpenAIMaxInputCharacters, ConfigurationValueKind.Number, "8000", "longer texts are cut there before they are sent"),
        new(ModelsHub, ConfigurationValueKind.Text, "https://huggingface.co", "where 'vectorhost models pull' fetches models from") { FromRepository = false },
        new(ModelsToken, ConfigurationValueKind.Text, null, "a token for models that are not for everybody, best as ${HF_TOKEN}") { FromRepository = false },
        new(Repository, ConfigurationValueKind.Text, null, "the repository's name in the store; null makes one from the folder. Set it to share an index"),
        new(Include, ConfigurationValueKind.List, null, "patterns of files to index although they are skipped by default"),
        new(Exclude, ConfigurationValueKind.List, null, "patterns of files not to index, written as in .gitignore"),
        new(MaxFileBytes, ConfigurationValueKind.Number, "1048576", "larger files are skipped"),
        new(LogLevel, ConfigurationValueKind.Text, "Warning", "what is logged: Trace, Debug, Information, Warning, Error, None"),
        new(LogFile, ConfigurationValueKind.Text, null, "a file to log to besides standard error") { FromRepository = false },
    ];

    private static readonly Dictionary<string, ConfigurationKey> ByPath =
        All.ToDictionary(key => key.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a key by its dotted path, whatever its case.</summary>
    public static ConfigurationKey? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>
    /// Whether a path lies in a backend's own section, <c>vector_store.NAME.…</c>, which the host hands over unread.
    /// </summary>
    public static bool IsBackendOwn(string path)
    {
        string[] parts = path.Split('.');
        return parts.Length > 2
            && parts[0].Equals("vector_store", StringComparison.OrdinalIgnoreCase)
            && Find($"{parts[0]}.{parts[1]}") is null;
    }

    /// <summary>Whether a value must not be shown.</summary>
    public static bool IsSecret(string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        return SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static readonly string[] SecretWords = ["key", "token", "secret", "password", "credential", "connection_string"];
}
