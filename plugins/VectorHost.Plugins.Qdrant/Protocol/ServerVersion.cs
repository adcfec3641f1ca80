namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What a server says it is.</summary>
internal sealed record ServerVersion
{
    public required string Title { get; init; }

    public required string Version { get; init; }
}
