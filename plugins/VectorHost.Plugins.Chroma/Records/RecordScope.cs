using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>Records of a collection that the server can tell by itself: all, those of some ids, or those with some values of a key.</summary>
internal sealed record RecordScope
{
    /// <summary>Every record.</summary>
    public static RecordScope All { get; } = new();

    /// <summary>The ids; null for any.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The condition on the metadata; null for none.</summary>
    public IReadOnlyDictionary<string, WhereIn>? Where { get; init; }

    /// <summary>Whether it is every record.</summary>
    public bool IsAll => Ids is null && Where is null;

    /// <summary>The records with one of these values.</summary>
    public static RecordScope Having(string key, IReadOnlyList<string> values) =>
        new() { Where = new Dictionary<string, WhereIn> { [key] = new WhereIn(values) } };
}
