using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace VectorHost.Verification;

/// <summary>
/// A backend's section without the keys that say where its records are, so that the place comes from the context. All
/// else, such as the server and its key, is as configured.
/// </summary>
/// <param name="section">The section as configured.</param>
public sealed class SectionWithoutPlace(IConfigurationSection section) : IConfigurationSection
{
    /// <summary>The keys that are left out, in the order in which the documentation names them.</summary>
    public static IReadOnlyList<string> PlaceKeys { get; } =
        ["path", "file", "collection", "collection_name", "index", "index_name", "table", "schema", "namespace"];

    /// <inheritdoc/>
    public string Key => section.Key;

    /// <inheritdoc/>
    public string Path => section.Path;

    /// <inheritdoc/>
    public string? Value
    {
        get => section.Value;
        set => throw new NotSupportedException("A backend reads its section and does not change it.");
    }

    /// <inheritdoc/>
    public string? this[string key]
    {
        get => IsPlace(key) ? null : section[key];
        set => throw new NotSupportedException("A backend reads its section and does not change it.");
    }

    /// <inheritdoc/>
    // No key has an empty name, so that nothing is found below it.
    public IConfigurationSection GetSection(string key) => section.GetSection(IsPlace(key) ? $"{key}:" : key);

    /// <inheritdoc/>
    public IEnumerable<IConfigurationSection> GetChildren() => section.GetChildren().Where(child => !IsPlace(child.Key));

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => section.GetReloadToken();

    private static bool IsPlace(string key) => PlaceKeys.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
