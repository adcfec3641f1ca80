namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>How an index is deployed. Only serverless ones can list what they hold.</summary>
internal sealed record IndexSpec
{
    public ServerlessSpec? Serverless { get; init; }
}
