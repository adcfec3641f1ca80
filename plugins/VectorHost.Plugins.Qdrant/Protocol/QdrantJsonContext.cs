using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VectorHost.Plugins.Qdrant.Records;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Generated at compile time: no reflection, which would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServerVersion))]
[JsonSerializable(typeof(QdrantError))]
[JsonSerializable(typeof(NewCollection))]
[JsonSerializable(typeof(NewIndex))]
[JsonSerializable(typeof(PointBatch<RecordPayload>))]
[JsonSerializable(typeof(PointBatch<RepositoryPayload>))]
[JsonSerializable(typeof(PointSelection))]
[JsonSerializable(typeof(ScrollRequest))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(RetrieveRequest))]
[JsonSerializable(typeof(CountRequest))]
[JsonSerializable(typeof(QdrantAnswer<bool>))]
[JsonSerializable(typeof(QdrantAnswer<UpdateResult>))]
[JsonSerializable(typeof(QdrantAnswer<CountResult>))]
[JsonSerializable(typeof(QdrantAnswer<CollectionList>))]
[JsonSerializable(typeof(QdrantAnswer<CollectionInfo>))]
[JsonSerializable(typeof(QdrantAnswer<ScrollPage<RecordPayload>>))]
[JsonSerializable(typeof(QdrantAnswer<ScrollPage<RepositoryPayload>>))]
[JsonSerializable(typeof(QdrantAnswer<QueryHits<RecordPayload>>))]
[JsonSerializable(typeof(QdrantAnswer<IReadOnlyList<Point<RepositoryPayload>>>))]
internal sealed partial class QdrantJsonContext : JsonSerializerContext
{
    /// <summary>
    /// What the plugin speaks. Texts are written as they are: escaping every letter beyond ASCII would triple them, and with
    /// them a request.
    /// </summary>
    public static QdrantJsonContext Rest { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
