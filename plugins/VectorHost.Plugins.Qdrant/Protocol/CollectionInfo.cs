using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What the server tells of a collection.</summary>
internal sealed record CollectionInfo
{
    /// <summary>About how many points it holds; exact when it holds none.</summary>
    public long? PointsCount { get; init; }

    public required Configuration Config { get; init; }

    /// <summary>The payload indexes by field.</summary>
    public IReadOnlyDictionary<string, PayloadIndex> PayloadSchema { get; init; } = new Dictionary<string, PayloadIndex>();

    /// <summary>How the collection was made.</summary>
    internal sealed record Configuration
    {
        public required Parameters Params { get; init; }

        public StrictMode? StrictModeConfig { get; init; }
    }

    /// <summary>What it holds.</summary>
    internal sealed record Parameters
    {
        public VectorParameters? Vectors { get; init; }
    }

    /// <summary>A payload index.</summary>
    internal sealed record PayloadIndex
    {
        /// <summary>What the index was asked to be; of a form that depends on its type.</summary>
        public JsonElement? Params { get; init; }

        /// <summary>Whether it finds beginnings of texts.</summary>
        [JsonIgnore]
        public bool HasPrefixes =>
            Params is { ValueKind: JsonValueKind.Object } asked && asked.TryGetProperty("prefix", out JsonElement prefix) && prefix.ValueKind is JsonValueKind.True;
    }
}
