using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace Company.Backend;

/// <summary>One line of the journal: what one call changed.</summary>
internal sealed record Change
{
    /// <summary>Repositories that are gone with all that was known of them.</summary>
    public IReadOnlyList<string> Cleared { get; init; } = [];

    /// <summary>Records that are gone.</summary>
    public IReadOnlyList<Guid> Deleted { get; init; } = [];

    /// <summary>Records that are new or replaced.</summary>
    public IReadOnlyList<ChunkRecord> Saved { get; init; } = [];

    /// <summary>The new metadata of a repository.</summary>
    public IndexMetadata? Metadata { get; init; }
}

/// <summary>Generated, since JSON by reflection would keep the plugin in memory after it was unloaded.</summary>
[JsonSerializable(typeof(Change))]
internal sealed partial class ChangeJson : JsonSerializerContext;
