using System.Text.Json.Serialization;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>Reads and writes <c>model.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(InstalledModel))]
internal sealed partial class ModelJson : JsonSerializerContext;
