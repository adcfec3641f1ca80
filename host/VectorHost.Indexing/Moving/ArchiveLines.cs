using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>The JSON of the lines. Vectors are base64 of little-endian float32.</summary>
[JsonSerializable(typeof(ArchiveHeader))]
[JsonSerializable(typeof(ArchiveRecord))]
[JsonSerializable(typeof(ArchiveEnd))]
internal sealed partial class ArchiveLines : JsonSerializerContext
{
    /// <summary>The one way in which lines are written and read.</summary>
    public static ArchiveLines Json { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<IndexState>(JsonNamingPolicy.SnakeCaseLower) },

        // Code is full of characters that the default encoder would escape, for the sake of web pages that are not here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
