using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.Benchmarks.Peers;

/// <summary>What goes between the benchmark and its drivers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PeerRequest))]
[JsonSerializable(typeof(PeerDescription))]
[JsonSerializable(typeof(BuildResult))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(PeerInputFacts))]
[JsonSerializable(typeof(PeerRecord))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class PeerJson : JsonSerializerContext;
