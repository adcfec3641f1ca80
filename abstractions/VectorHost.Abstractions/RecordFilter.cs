namespace VectorHost.Abstractions;

/// <summary>
/// Which records: every condition that is set must hold. Search, load, count and delete read a filter alike.
/// </summary>
/// <remarks>
/// A list that is set but empty matches nothing. Comparison is ordinal: case matters, and nothing is a wildcard.
/// </remarks>
public sealed record RecordFilter
{
    /// <summary>The filter with no condition, which matches every record.</summary>
    public static RecordFilter All { get; } = new();

    /// <summary>Matches records of any of these repositories.</summary>
    public IReadOnlyCollection<string>? Repositories { get; init; }

    /// <summary>Matches records of any of these files.</summary>
    public IReadOnlyCollection<string>? Paths { get; init; }

    /// <summary>Matches records whose path begins with this text, such as <c>src/</c>.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Matches records with any of these ids.</summary>
    public IReadOnlyCollection<Guid>? Ids { get; init; }

    /// <summary>Whether no condition is set.</summary>
    public bool IsEmpty => Repositories is null && Paths is null && PathPrefix is null && Ids is null;

    /// <summary>Matches the records of one repository.</summary>
    /// <param name="repository">The repository's name.</param>
    public static RecordFilter ForRepository(string repository) => new() { Repositories = [repository] };

    /// <summary>Matches the records with these ids.</summary>
    /// <param name="ids">The ids; none means that nothing matches.</param>
    public static RecordFilter ForIds(IReadOnlyCollection<Guid> ids) => new() { Ids = ids };
}
