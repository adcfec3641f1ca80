namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>An index, as the control plane describes it.</summary>
internal sealed record IndexModel
{
    public required string Name { get; init; }

    /// <summary>Null for an index of sparse vectors.</summary>
    public int? Dimension { get; init; }

    public required string Metric { get; init; }

    /// <summary>Where the data plane of the index is, usually without a scheme.</summary>
    public required string Host { get; init; }

    public required IndexStatus Status { get; init; }

    public required IndexSpec Spec { get; init; }

    public string? VectorType { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
