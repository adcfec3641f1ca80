using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The control plane's JSON, generated: no reflection, which would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IndexModel))]
[JsonSerializable(typeof(CreateIndexRequest))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class ControlJson : JsonSerializerContext;
