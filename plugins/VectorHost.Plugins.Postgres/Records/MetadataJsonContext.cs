using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>Generated at compile time: no reflection, which would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IndexMetadata))]
internal sealed partial class MetadataJsonContext : JsonSerializerContext;
