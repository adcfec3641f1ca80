namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What a field must be: one of the members is set.</summary>
internal sealed record FieldMatch
{
    public string? Value { get; init; }

    public IReadOnlyCollection<string>? Any { get; init; }

    public string? Prefix { get; init; }
}
