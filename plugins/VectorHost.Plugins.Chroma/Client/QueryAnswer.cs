namespace VectorHost.Plugins.Chroma.Client;

/// <summary>The nearest records, nearest first; one list for the one vector that was asked about.</summary>
internal sealed record QueryAnswer
{
    public required IReadOnlyList<IReadOnlyList<string>> Ids { get; init; }

    /// <summary>1 - the product of the vectors, in a collection of space <c>ip</c>.</summary>
    public IReadOnlyList<IReadOnlyList<float>>? Distances { get; init; }
}
