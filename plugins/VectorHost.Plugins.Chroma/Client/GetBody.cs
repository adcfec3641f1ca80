namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Asks for records in the order in which they were first saved.</summary>
internal sealed record GetBody
{
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Exactly one key, or the server refuses it.</summary>
    public IReadOnlyDictionary<string, WhereIn>? Where { get; init; }

    public int? Limit { get; init; }

    public int? Offset { get; init; }

    public required IReadOnlyList<string> Include { get; init; }
}
