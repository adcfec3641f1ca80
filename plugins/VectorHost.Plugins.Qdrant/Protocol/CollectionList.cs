namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>The collections that the key may see.</summary>
internal sealed record CollectionList
{
    public required IReadOnlyList<Entry> Collections { get; init; }

    /// <summary>A collection.</summary>
    internal sealed record Entry
    {
        public required string Name { get; init; }
    }
}
