using VectorHost.Abstractions;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>What the store keeps about a repository.</summary>
internal sealed record RepositoryPayload
{
    public string? Repository { get; init; }

    public IndexMetadata? Metadata { get; init; }
}
