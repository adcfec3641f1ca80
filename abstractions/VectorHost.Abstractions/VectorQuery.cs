namespace VectorHost.Abstractions;

/// <summary>A question to <see cref="IVectorStore.SearchAsync"/>.</summary>
public sealed record VectorQuery
{
    /// <summary>The vector to be near to: <c>[dimensions]</c> finite numbers, of length 1.</summary>
    public required ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>How many hits at the most: 1 to <see cref="StoreLimits.MaxTop"/>.</summary>
    public required int Top { get; init; }

    /// <summary>Among which records; by default all.</summary>
    public RecordFilter Filter { get; init; } = RecordFilter.All;

    /// <summary>What is filled in of each hit.</summary>
    public RecordParts Parts { get; init; } = RecordParts.Text;

    /// <summary>
    /// Whether only ids and scores of the hits are looked at, whatever <see cref="Parts"/> says. A store for which the rest
    /// is work may leave it out, texts empty and numbers 0; any other need not know of this.
    /// </summary>
    public bool OnlyIds { get; init; }
}
