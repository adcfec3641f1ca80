namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Creates a collection, or gives the one that has the name.</summary>
internal sealed record CreateCollectionBody
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required CollectionConfiguration Configuration { get; init; }

    public bool GetOrCreate { get; init; } = true;
}
