namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The answer to a write. Nothing of it is needed, but it has to be one: a proxy's page is no promise.</summary>
internal sealed record WriteAnswer
{
    public long? UpsertedCount { get; init; }
}
