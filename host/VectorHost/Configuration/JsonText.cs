using System.Text.Json.Serialization;

namespace VectorHost.Configuration;

/// <summary>Writes JSON strings without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class JsonText : JsonSerializerContext;
