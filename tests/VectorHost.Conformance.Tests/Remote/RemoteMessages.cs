using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace VectorHost.Conformance.Tests.Remote;

/// <summary>What a client asks; each operation takes the part that it needs.</summary>
internal sealed record RemoteRequest
{
    public IReadOnlyList<ChunkRecord>? Records { get; init; }

    public IndexMetadata? Metadata { get; init; }

    public RecordFilter? Filter { get; init; }

    public RecordParts Parts { get; init; }

    public VectorQuery? Query { get; init; }

    public string? Repository { get; init; }
}

/// <summary>What the server answers.</summary>
internal sealed record RemoteAnswer
{
    public IReadOnlyList<ChunkRecord>? Records { get; init; }

    public IReadOnlyList<SearchHit>? Hits { get; init; }

    public IReadOnlyList<IndexMetadata>? Metadata { get; init; }

    public long Count { get; init; }
}

[JsonSerializable(typeof(RemoteRequest))]
[JsonSerializable(typeof(RemoteAnswer))]
internal sealed partial class RemoteJson : JsonSerializerContext;
