using System.Text.RegularExpressions;

namespace VectorHost.Configuration;

/// <summary>A setting as it is shown: secrets masked.</summary>
/// <param name="Path">The key's dotted path.</param>
/// <param name="Value">The value in force, masked where it is a secret; <see langword="null"/> where nothing is set.</param>
/// <param name="Origin">Where the value comes from.</param>
internal sealed partial record ConfigurationEntry(string Path, string? Value, string Origin)
{
    private const string Mask = "********";

    /// <summary>Lists the host's keys in their own order, then those of backends' sections by name.</summary>
    public static IReadOnlyList<ConfigurationEntry> List(EffectiveConfiguration configuration) =>
    [
        .. ConfigurationKeys.All.Select(key => Of(configuration, key)),
        .. configuration.RawValues()
            .Where(entry => ConfigurationKeys.IsBackendOwn(entry.Key))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ConfigurationEntry(entry.Key, Shown(entry.Key, entry.Value), configuration.OriginOf(entry.Key))),
    ];

    private static ConfigurationEntry Of(EffectiveConfiguration configuration, ConfigurationKey key)
    {
        string? value = key.Kind switch
        {
            ConfigurationValueKind.List => $"[{string.Join(", ", configuration.GetList(key.Path))}]",
            ConfigurationValueKind.Map => $"{{{string.Join(", ", configuration.GetMap(key.Path).Select(entry => $"{entry.Key}: {entry.Value}"))}}}",
            _ => configuration.RawValue(key.Path),
        };
        return new ConfigurationEntry(key.Path, Shown(key.Path, value), configuration.OriginOf(key.Path));
    }

    /// <summary>A reference to a variable is shown as it is written: it helps, and it is no secret. What it stands for is.</summary>
    private static string? Shown(string path, string? raw)
    {
        if (string.IsNullOrEmpty(raw))
        {
            return null;
        }

        if (ConfigurationKeys.IsSecret(path))
        {
            return EnvironmentReferences.IsOneReference(raw) ? raw : Mask;
        }

        return UserInformation().Replace(raw, user => IsReferencesAlone(user.Value) ? user.Value : Mask);
    }

    private static bool IsReferencesAlone(string user) => Array.TrueForAll(user.Split(':'), EnvironmentReferences.IsOneReference);

    /// <summary>What stands before the <c>@</c> of an address: a password, or a user's name that can be as good as one.</summary>
    [GeneratedRegex(@"(?<=://)[^/?#\s]+(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInformation();
}
