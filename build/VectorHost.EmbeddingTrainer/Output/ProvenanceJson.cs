using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.EmbeddingTrainer.Output;

/// <summary>Writes provenance.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ProvenanceJson : JsonSerializerContext
{
    /// <summary>Provenance as text.</summary>
    /// <param name="provenance">What to write.</param>
    public static string Write(Provenance provenance) => JsonSerializer.Serialize(provenance, Default.Provenance) + '\n';
}
