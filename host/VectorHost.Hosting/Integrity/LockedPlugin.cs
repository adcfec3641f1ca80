using System.Text.Json.Serialization;

namespace VectorHost.Hosting.Integrity;

/// <summary>One plugin as a lock file pins it.</summary>
public sealed record LockedPlugin
{
    /// <summary>The plugin's name: that of its folder or file.</summary>
    [JsonPropertyOrder(0)]
    public required string Name { get; init; }

    /// <summary>The version of its main assembly; for people, since the hashes pin it anyway.</summary>
    [JsonPropertyOrder(1)]
    public string? Version { get; init; }

    /// <summary>
    /// The SHA-256 of every file, as 64 lower-case hexadecimal digits, by its path in the plugin's folder with <c>/</c>,
    /// in ordinal order. Files for other platforms are among them, so that the lock file is the same everywhere.
    /// </summary>
    [JsonPropertyOrder(2)]
    public required SortedDictionary<string, string> Files { get; init; }
}
