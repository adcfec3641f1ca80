namespace VectorHost.Configuration;

/// <summary>The settings of one source, such as a file. Later layers win over earlier ones.</summary>
/// <param name="Origin">Where they come from, for people: a file's path, or what it is.</param>
/// <param name="Values">Raw values by dotted path; a list's items are <c>path.0</c>, <c>path.1</c>, ….</param>
internal sealed record ConfigurationLayer(string Origin, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>Whether the layer is a repository's own file, which may not set everything.</summary>
    public bool IsRepository { get; init; }

    /// <summary>The name of one value's source: for most layers the layer's own.</summary>
    public Func<string, string>? OriginOf { get; init; }
}
