namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The nearest records, nearest first.</summary>
internal sealed record QueryAnswer
{
    public IReadOnlyList<StoredVector<RecordFields>> Matches { get; init; } = [];
}
