using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The data plane's JSON, generated; all but metadata, whose names are our own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(UpsertRequest))]
[JsonSerializable(typeof(FetchByMetadataRequest))]
[JsonSerializable(typeof(FetchAnswer<RecordFields>), TypeInfoPropertyName = "FetchedRecords")]
[JsonSerializable(typeof(FetchAnswer<DocumentFields>), TypeInfoPropertyName = "FetchedDocuments")]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(NamespacesAnswer))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(WriteAnswer))]
[JsonSerializable(typeof(DataError))]
internal sealed partial class DataJson : JsonSerializerContext;
