using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>
/// A filter without its repositories, which are namespaces: in the service's words as far as it has them, and as a
/// comparison that decides.
/// </summary>
internal sealed class RecordCondition
{
    private readonly HashSet<string>? _paths;
    private readonly HashSet<Guid>? _ids;
    private readonly string? _prefix;

    /// <summary>Reads a filter.</summary>
    public RecordCondition(RecordFilter filter)
    {
        _paths = filter.Paths is null ? null : [.. filter.Paths.Where(IsText)];
        _ids = filter.Ids is null ? null : [.. filter.Ids];
        _prefix = filter.PathPrefix;
        MatchesNothing = filter.Repositories is { Count: 0 } || _paths is { Count: 0 } || _ids is { Count: 0 };
        ServiceFilter = MakeServiceFilter();
    }

    /// <summary>Whether no record at all can match.</summary>
    public bool MatchesNothing { get; }

    /// <summary>Whether every record matches.</summary>
    public bool IsEmpty => _paths is null && _ids is null && _prefix is null;

    /// <summary>Whether ids are all that is asked for.</summary>
    public bool IsOfIdsAlone => _ids is not null && _paths is null && _prefix is null;

    /// <summary>The ids that are asked for; null for any.</summary>
    public IReadOnlyCollection<Guid>? Ids => _ids;

    /// <summary>
    /// The conditions on paths for the service; null where it has none. They let through what matches and, where a
    /// prefix ends within a name, more.
    /// </summary>
    public IReadOnlyDictionary<string, OneOf>? ServiceFilter { get; }

    /// <summary>Whether a record matches.</summary>
    public bool Matches(ChunkRecord record) =>
        (_paths is null || _paths.Contains(record.Path))
        && (_ids is null || _ids.Contains(record.Id))
        && (_prefix is null || record.Path.StartsWith(_prefix, StringComparison.Ordinal));

    private Dictionary<string, OneOf>? MakeServiceFilter()
    {
        Dictionary<string, OneOf> filter = [];
        if (_paths is not null)
        {
            filter["path"] = new OneOf { Values = _paths };
        }

        if (_prefix is not null && Folders.Above(_prefix) is [.., string folder] && IsText(folder))
        {
            filter["folders"] = new OneOf { Values = [folder] };
        }

        return filter.Count == 0 ? null : filter;
    }

    /// <summary>Whether JSON can carry it: half a surrogate pair is no text, and no path has it.</summary>
    private static bool IsText(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]) && !(char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
