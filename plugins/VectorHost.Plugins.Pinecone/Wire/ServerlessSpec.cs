namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Where a serverless index is.</summary>
internal sealed record ServerlessSpec
{
    public required string Cloud { get; init; }

    public required string Region { get; init; }
}
