namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Deletes records: one of the two is set.</summary>
internal sealed record DeleteBody
{
    public IReadOnlyList<string>? Ids { get; init; }

    public IReadOnlyDictionary<string, WhereIn>? Where { get; init; }
}
