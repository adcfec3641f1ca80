using System.Text.Json;

namespace VectorHost.TestServers.Pinecone;

/// <summary>A vector with its metadata.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Values">The vector.</param>
/// <param name="Metadata">Flat metadata, whose numbers are float64; null for none.</param>
public sealed record PineconeRecord(string Id, float[] Values, IReadOnlyDictionary<string, JsonElement>? Metadata);
