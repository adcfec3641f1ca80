using System.Collections;
using VectorHost.Hosting.Catalog;

namespace VectorHost.Configuration;

/// <summary>Finds the layers of the configuration and checks that every key of the host's own is known.</summary>
internal static class ConfigurationLoader
{
    private const string EnvironmentPrefix = "VECTORHOST__";

    /// <summary>
    /// Reads, in rising order: defaults, the file beside the executable, the user's, the repository's, the one that was
    /// named, the environment, the command line.
    /// </summary>
    /// <param name="request">What the command line says about it.</param>
    /// <exception cref="ConfigurationException">A file cannot be read, or a key is not known or not allowed there.</exception>
    public static EffectiveConfiguration Load(ConfigurationRequest request)
    {
        ConfigurationLayer?[] layers =
        [
            ConfigurationFile.ReadIfPresent(Path.Combine(AppContext.BaseDirectory, ConfigurationFile.Name)),
            ConfigurationFile.ReadIfPresent(ApplicationFolders.ConfigurationFile),
            ReadRepository(request),
            request.File is null ? null : ConfigurationFile.Read(Path.GetFullPath(request.File)),
            ReadEnvironment(),
            ReadCommandLine(request.Settings),
        ];
        List<ConfigurationLayer> present = [Defaults()];
        foreach (ConfigurationLayer layer in layers.OfType<ConfigurationLayer>())
        {
            Check(layer);
            present.Add(layer);
        }

        return new EffectiveConfiguration(present);
    }

    private static ConfigurationLayer Defaults() =>
        new("default", ConfigurationKeys.All
            .Where(key => key.Default is not null)
            .ToDictionary(key => key.Path, key => key.Default, StringComparer.OrdinalIgnoreCase));

    private static ConfigurationLayer? ReadRepository(ConfigurationRequest request)
    {
        if (request.RepositoryRoot is null || request.IgnoreRepositoryFile)
        {
            return null;
        }

        string file = Path.Combine(request.RepositoryRoot, ConfigurationFile.Name);
        bool isAnotherLayer = file == ApplicationFolders.ConfigurationFile || file == Path.Combine(AppContext.BaseDirectory, ConfigurationFile.Name);
        return isAnotherLayer ? null : ConfigurationFile.ReadIfPresent(file) is { } layer ? layer with { IsRepository = true } : null;
    }

    private static ConfigurationLayer ReadEnvironment()
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            {
                values[name[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal)] = (string?)variable.Value;
            }
        }

        return new ConfigurationLayer("environment", values) { OriginOf = VariableName };
    }

    private static string VariableName(string path) =>
        $"environment variable {EnvironmentPrefix}{path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}";

    private static ConfigurationLayer ReadCommandLine(IReadOnlyList<string> settings)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ConfigurationException($"--set takes KEY=VALUE, such as --set {ConfigurationKeys.Backend}=sqlite; '{setting}' is not that.");
            }

            values[setting[..equals].Trim()] = setting[(equals + 1)..];
        }

        return new ConfigurationLayer("command line", values);
    }

    private static void Check(ConfigurationLayer layer)
    {
        List<string> problems = [];
        foreach ((string path, string? value) in layer.Values)
        {
            if (!IsEmptySection(path, value) && Problem(layer, path) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            problems.Sort(StringComparer.Ordinal);
            throw new ConfigurationException($"{layer.Origin}: {string.Join(" ", problems)}");
        }
    }

    private static bool IsEmptySection(string path, string? value) =>
        string.IsNullOrEmpty(value)
        && ConfigurationKeys.All.Any(key => key.Path.StartsWith($"{path}.", StringComparison.OrdinalIgnoreCase));

    private static string? Problem(ConfigurationLayer layer, string path)
    {
        ConfigurationKey? key = ConfigurationKeys.Find(path) ?? CollectionOf(path);
        if (key is null)
        {
            return ConfigurationKeys.IsBackendOwn(path) || path is "$schema" ? null : Unknown(path);
        }

        return layer.IsRepository && !key.FromRepository
            ? $"{key.Path} may not be set by a repository, since that would let it run code or write files on your machine: set it in {ApplicationFolders.ConfigurationFile}."
            : null;
    }

    private static ConfigurationKey? CollectionOf(string path) =>
        ConfigurationKeys.All.FirstOrDefault(key => key.Kind switch
        {
            ConfigurationValueKind.List => EffectiveConfiguration.IsItemOf(path, key.Path),
            ConfigurationValueKind.Map => EffectiveConfiguration.IsEntryOf(path, key.Path),
            _ => false,
        });

    private static string Unknown(string path)
    {
        if (ConfigurationKeys.All.FirstOrDefault(key => key.Path.StartsWith($"{path}.", StringComparison.OrdinalIgnoreCase)) is { } first)
        {
            string name = path[(path.LastIndexOf('.') + 1)..];
            string member = first.Path[(path.Length + 1)..].Split('.')[0];
            return $"{path} is a section and no value: write \"{name}\": {{ \"{member}\": … }}, or {first.Path} where it is one setting.";
        }

        string? nearest = NearestName.Find(path, ConfigurationKeys.All.Select(key => key.Path));
        return nearest is null
            ? $"the key {path} is not known; 'vectorhost config' lists the known ones."
            : $"the key {path} is not known; did you mean {nearest}?";
    }
}
