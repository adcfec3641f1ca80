using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>How requests and answers are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingAnswer))]
internal sealed partial class EmbeddingJson : JsonSerializerContext;
