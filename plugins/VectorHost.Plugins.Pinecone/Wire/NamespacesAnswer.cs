namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A page of the namespaces of an index.</summary>
internal sealed record NamespacesAnswer
{
    public IReadOnlyList<NamespaceDescription> Namespaces { get; init; } = [];

    public Pagination? Pagination { get; init; }
}
