using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Generated at compile time: no reflection, which would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(CatalogueBody))]
[JsonSerializable(typeof(CollectionAnswer))]
[JsonSerializable(typeof(CreateCollectionBody))]
[JsonSerializable(typeof(DatabaseAnswer))]
[JsonSerializable(typeof(DeleteBody))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(GetAnswer))]
[JsonSerializable(typeof(GetBody))]
[JsonSerializable(typeof(IdentityAnswer))]
[JsonSerializable(typeof(IndexMetadata))]
[JsonSerializable(typeof(PreflightAnswer))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(QueryBody))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
internal sealed partial class ChromaJsonContext : JsonSerializerContext;
