using System.Text.Json.Serialization;

namespace VectorHost.Benchmarks.Growth;

/// <summary>What the processes print.</summary>
[JsonSerializable(typeof(GrowthSaving))]
[JsonSerializable(typeof(GrowthAnswer))]
internal sealed partial class GrowthJson : JsonSerializerContext;
