namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A namespace in a list.</summary>
internal sealed record NamespaceDescription
{
    public required string Name { get; init; }
}
