namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Asks the control plane for an index.</summary>
internal sealed record CreateIndexRequest
{
    public required string Name { get; init; }

    public required int Dimension { get; init; }

    public required string Metric { get; init; }

    public required IndexSpec Spec { get; init; }

    public required string VectorType { get; init; }

    public required string DeletionProtection { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}
