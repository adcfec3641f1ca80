using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Chroma.Client;

/// <summary>A condition on one key of a record's metadata.</summary>
/// <param name="Values">One at least, or the server refuses it.</param>
internal sealed record WhereIn([property: JsonPropertyName("$in")] IReadOnlyList<string> Values);
