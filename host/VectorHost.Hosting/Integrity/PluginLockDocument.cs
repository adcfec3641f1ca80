using System.Text.Json.Serialization;

namespace VectorHost.Hosting.Integrity;

/// <summary>A lock file as it is written.</summary>
internal sealed record PluginLockDocument
{
    /// <summary>The version of the format that this host writes, and the only one so far.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyOrder(0)]
    public required int LockVersion { get; init; }

    [JsonPropertyOrder(1)]
    public required IReadOnlyList<LockedPlugin> Plugins { get; init; }
}
