using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using VectorHost.Abstractions;

namespace VectorHost.Configuration;

/// <summary>All layers seen as one: for each key the value of the last layer that sets it.</summary>
/// <param name="layers">The layers; later ones win.</param>
internal sealed class EffectiveConfiguration(IReadOnlyList<ConfigurationLayer> layers)
{
    /// <summary>Of the number of an item of a list, so that it is one.</summary>
    private const int MostDigits = 9;

    /// <summary>Where the configuration was looked for and found, in order.</summary>
    public IReadOnlyList<ConfigurationLayer> Layers { get; } = layers;

    /// <summary>Reads a text.</summary>
    /// <exception cref="ConfigurationException">It names an environment variable that is not set.</exception>
    public string? GetText(string path)
    {
        if (Raw(path) is not (string raw, string origin) || raw.Length == 0)
        {
            return null;
        }

        string value = EnvironmentReferences.Expand(raw, out string? missing);
        return missing is null ? value : throw new ConfigurationException(MissingVariable(path, missing, origin));
    }

    /// <summary>Reads a text that has a default or must be set.</summary>
    /// <exception cref="ConfigurationException">It is set to nothing.</exception>
    public string GetRequiredText(string path) =>
        GetText(path) ?? throw new ConfigurationException(
            $"{path} is empty: {ConfigurationKeys.Find(path)?.Description}. Remove the setting to use the default.");

    /// <summary>Reads a whole number of at least 1.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public int? GetNumber(string path)
    {
        if (GetText(path) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ConfigurationException(
                $"{path} must be a whole number from 1 to {int.MaxValue}, not '{text}' ({OriginOf(path)}).");
    }

    /// <summary>
    /// Reads a list: as a whole from the last layer that sets it, never mixed from several. A text alone is a list of one,
    /// unless it is written as a list.
    /// </summary>
    /// <exception cref="ConfigurationException">It begins like a list and is none.</exception>
    public IReadOnlyList<string> GetList(string path)
    {
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            ConfigurationLayer layer = Layers[i];
            List<string> keys = [.. layer.Values.Keys.Where(key => IsItemOf(key, path))];
            keys.Sort(static (left, right) => NumberOf(left).CompareTo(NumberOf(right)));
            List<string> items = [.. keys.Select(key => layer.Values[key]).OfType<string>()];
            if (items.Count > 0)
            {
                return items;
            }

            if (layer.Values.TryGetValue(path, out string? single))
            {
                return string.IsNullOrEmpty(single) ? [] : single[0] == '[' ? ParseList(path, single) : [single];
            }
        }

        return [];
    }

    /// <summary>Reads a list as an option or a variable gives it: in one text.</summary>
    private List<string> ParseList(string path, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            List<JsonElement> items = [.. document.RootElement.EnumerateArray()];
            if (items.TrueForAll(static item => item.ValueKind == JsonValueKind.String))
            {
                return items.ConvertAll(static item => item.GetString()!);
            }
        }
        catch (JsonException)
        {
            // Said below, with an example instead of a position in a line that the user never wrote.
        }

        throw new ConfigurationException(
            $"{path} must be a list of texts such as [\"docs/\", \"*.md\"], or one text, not '{text}' ({OriginOf(path)}). A text that begins with a bracket goes into a list: [\"[a-z].md\"].");
    }

    /// <summary>Reads texts by name, in the order of the names: each from the last layer that sets it. An empty one is none.</summary>
    /// <exception cref="ConfigurationException">It is a single text, or names an environment variable that is not set.</exception>
    public IReadOnlyDictionary<string, string> GetMap(string path)
    {
        if (GetText(path) is { } text)
        {
            throw new ConfigurationException(
                $"{path} must be an object of names and texts, such as {{ \"NAME\": \"TEXT\" }}, not '{text}' ({OriginOf(path)}).");
        }

        List<string> keys = [.. Layers
            .SelectMany(layer => layer.Values.Keys)
            .Where(key => IsEntryOf(key, path))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)];
        if (keys.Count == 0)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        OrderedDictionary<string, string> map = new(StringComparer.OrdinalIgnoreCase);
        foreach (string key in keys)
        {
            if (GetText(key) is { } value)
            {
                map[key[(path.Length + 1)..]] = value;
            }
        }

        return map;
    }

    /// <summary>The file, variable or option that a value comes from, for people.</summary>
    public string OriginOf(string path)
    {
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            ConfigurationLayer layer = Layers[i];
            if (layer.Values.ContainsKey(path) || layer.Values.Keys.Any(key => IsEntryOf(key, path)))
            {
                return layer.OriginOf?.Invoke(path) ?? layer.Origin;
            }
        }

        return "default";
    }

    /// <summary>A value as it is written, with its references to variables.</summary>
    public string? RawValue(string path) => Raw(path)?.Value;

    /// <summary>Every path that any layer sets, and its raw value.</summary>
    public IEnumerable<KeyValuePair<string, string?>> RawValues() =>
        Layers.SelectMany(layer => layer.Values.Keys)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(path => KeyValuePair.Create(path, RawValue(path)));

    /// <summary>
    /// A backend's own section, to be handed over unread. Environment variables are looked up when a value is read.
    /// </summary>
    public IConfigurationSection GetBackendSection(string backend)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string path in Layers.SelectMany(layer => layer.Values.Keys).Where(ConfigurationKeys.IsBackendOwn))
        {
            values[path.Replace('.', ConfigurationPath.KeyDelimiter[0])] = RawValue(path);
        }

        return new ConfigurationBuilder()
            .Add(new ExpandingSource(values, OriginOf))
            .Build()
            .GetSection($"vector_store{ConfigurationPath.KeyDelimiter}{backend}");
    }

    internal static bool IsItemOf(string key, string listPath) =>
        IsEntryOf(key, listPath) && key.AsSpan(listPath.Length + 1) is { Length: <= MostDigits } number && !number.ContainsAnyExceptInRange('0', '9');

    internal static bool IsEntryOf(string key, string mapPath) =>
        key.Length > mapPath.Length + 1
        && key.StartsWith(mapPath, StringComparison.OrdinalIgnoreCase)
        && key[mapPath.Length] == '.'
        && !key.AsSpan(mapPath.Length + 1).Contains('.');

    private static int NumberOf(string item) =>
        int.Parse(item.AsSpan(item.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string MissingVariable(string path, string variable, string origin) =>
        $"{path} needs the environment variable {variable}, which is not set ({origin}). Set it, or give another value.";

    private (string? Value, string Origin)? Raw(string path)
    {
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            if (Layers[i].Values.TryGetValue(path, out string? value))
            {
                return (value, Layers[i].OriginOf?.Invoke(path) ?? Layers[i].Origin);
            }
        }

        return null;
    }

    /// <summary>Holds raw values and expands them when they are read, so that a missing variable matters only then.</summary>
    private sealed class ExpandingSource(Dictionary<string, string?> values, Func<string, string> originOf)
        : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() => Data = values;

        public override bool TryGet(string key, out string? value)
        {
            if (!base.TryGet(key, out value) || value is null)
            {
                return value is not null || Data.ContainsKey(key);
            }

            value = EnvironmentReferences.Expand(value, out string? missing);
            string path = key.Replace(ConfigurationPath.KeyDelimiter[0], '.');
            return missing is null
                ? true
                : throw new VectorStoreException(StoreFailureKind.InvalidConfiguration, MissingVariable(path, missing, originOf(path)));
        }
    }
}
