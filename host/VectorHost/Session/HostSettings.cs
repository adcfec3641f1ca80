using Microsoft.Extensions.Logging;
using VectorHost.Configuration;
using VectorHost.Hosting.Integrity;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Session;

/// <summary>The host's own settings, read and checked.</summary>
internal sealed record HostSettings
{
    /// <summary>The backend's name in lower case, which is how it is shown: backends are found whatever the case.</summary>
    public required string Backend { get; init; }

    public required string PluginsDirectory { get; init; }

    /// <summary>The backends without which nothing is done, whichever one is in use.</summary>
    public required IReadOnlyList<string> RequiredBackends { get; init; }

    public required IntegrityMode Integrity { get; init; }

    /// <summary>Which plugin a backend comes from.</summary>
    public required IReadOnlyDictionary<string, string> Pins { get; init; }

    public required TimeSpan StoreTimeout { get; init; }

    public required string? RepositoryName { get; init; }

    public required WalkOptions Walk { get; init; }

    public required LogLevel LogLevel { get; init; }

    public required string? LogFile { get; init; }

    /// <summary>Reads the settings that every command needs. The embedder's are read when it is needed.</summary>
    /// <exception cref="ConfigurationException">A value is not usable.</exception>
    public static HostSettings Read(EffectiveConfiguration configuration) => new()
    {
        Backend = configuration.GetRequiredText(ConfigurationKeys.Backend).ToLowerInvariant(),
        PluginsDirectory = Path.GetFullPath(configuration.GetRequiredText(ConfigurationKeys.PluginsDirectory), AppContext.BaseDirectory),
        RequiredBackends = configuration.GetList(ConfigurationKeys.RequiredBackends),
        Pins = configuration.GetMap(ConfigurationKeys.Pins),
        Integrity = ReadIntegrity(configuration),
        StoreTimeout = TimeSpan.FromSeconds(configuration.GetNumber(ConfigurationKeys.StoreTimeout) ?? 100),
        RepositoryName = configuration.GetText(ConfigurationKeys.Repository),
        Walk = new WalkOptions
        {
            Include = configuration.GetList(ConfigurationKeys.Include),
            Exclude = configuration.GetList(ConfigurationKeys.Exclude),
            MaxFileBytes = configuration.GetNumber(ConfigurationKeys.MaxFileBytes) ?? new WalkOptions().MaxFileBytes,
        },
        LogLevel = ReadLogLevel(configuration),
        LogFile = configuration.GetText(ConfigurationKeys.LogFile),
    };

    /// <summary>Reads who makes the vectors.</summary>
    /// <exception cref="ConfigurationException">A value is not usable.</exception>
    public static string ReadProvider(EffectiveConfiguration configuration) =>
        configuration.GetRequiredText(ConfigurationKeys.EmbeddingProvider);

    /// <summary>Reads what an embedder needs.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="provider">Whose settings are read.</param>
    /// <exception cref="ConfigurationException">A value is not usable.</exception>
    public static EmbeddingOptions ReadEmbedding(EffectiveConfiguration configuration, string provider)
    {
        OpenAIEmbeddingOptions defaults = new();
        return new EmbeddingOptions
        {
            Provider = provider,
            Model2Vec = provider != EmbedderFactory.Model2Vec ? new Model2VecEmbeddingOptions() : new Model2VecEmbeddingOptions
            {
                Path = ModelFolders.Resolve(configuration.GetText(ConfigurationKeys.Model2VecPath)),
            },
            OpenAI = provider != EmbedderFactory.OpenAI ? defaults : new OpenAIEmbeddingOptions
            {
                Endpoint = configuration.GetText(ConfigurationKeys.OpenAIEndpoint),
                Model = configuration.GetRequiredText(ConfigurationKeys.OpenAIModel),
                ApiKey = configuration.GetText(ConfigurationKeys.OpenAIKey),
                Dimensions = configuration.GetNumber(ConfigurationKeys.OpenAIDimensions),
                QueryPrefix = configuration.GetText(ConfigurationKeys.OpenAIQueryPrefix),
                DocumentPrefix = configuration.GetText(ConfigurationKeys.OpenAIDocumentPrefix),
                BatchSize = configuration.GetNumber(ConfigurationKeys.OpenAIBatchSize) ?? defaults.BatchSize,
                MaxParallel = configuration.GetNumber(ConfigurationKeys.OpenAIMaxParallel) ?? defaults.MaxParallel,
                RequestsPerMinute = configuration.GetNumber(ConfigurationKeys.OpenAIRequestsPerMinute),
                MaxInputCharacters = configuration.GetNumber(ConfigurationKeys.OpenAIMaxInputCharacters) ?? defaults.MaxInputCharacters,
                TimeoutSeconds = configuration.GetNumber(ConfigurationKeys.OpenAITimeout) ?? defaults.TimeoutSeconds,
            },
        };
    }

    // The names are written out: the framework's parser of enumerations is compiled anew in every run.
    private static IntegrityMode ReadIntegrity(EffectiveConfiguration configuration) =>
        configuration.GetRequiredText(ConfigurationKeys.PluginsIntegrity).ToLowerInvariant() switch
        {
            "off" => IntegrityMode.Off,
            "warn" => IntegrityMode.Warn,
            "enforce" => IntegrityMode.Enforce,
            _ => throw NotOneOf<IntegrityMode>(configuration, ConfigurationKeys.PluginsIntegrity),
        };

    private static LogLevel ReadLogLevel(EffectiveConfiguration configuration) =>
        configuration.GetRequiredText(ConfigurationKeys.LogLevel).ToLowerInvariant() switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            "information" => LogLevel.Information,
            "warning" => LogLevel.Warning,
            "error" => LogLevel.Error,
            "critical" => LogLevel.Critical,
            "none" => LogLevel.None,
            _ => throw NotOneOf<LogLevel>(configuration, ConfigurationKeys.LogLevel),
        };

    private static ConfigurationException NotOneOf<T>(EffectiveConfiguration configuration, string path)
        where T : struct, Enum =>
        new($"{path} must be one of {string.Join(", ", Enum.GetNames<T>())}, not '{configuration.GetText(path)}' ({configuration.OriginOf(path)}).");
}
