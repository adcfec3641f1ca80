using System.Collections.Frozen;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>
/// How a filter is asked of the server: in which collections, in which scopes, and what is left to be checked record by
/// record. No request ever carries an empty list, two conditions, or more values than the server can bind.
/// </summary>
internal sealed class FilterPlan
{
    /// <summary>The most values in one request.</summary>
    public const int ValuesPerRequest = 1_000;

    private readonly FrozenSet<string>? _paths;
    private readonly string _prefix;

    private FilterPlan(RecordFilter filter)
    {
        Repositories = filter.Repositories is null ? null : [.. filter.Repositories.Where(WholeText.IsWhole).Distinct(StringComparer.Ordinal)];
        _prefix = filter.PathPrefix ?? "";
        _paths = filter.Paths?.Where(path => WholeText.IsWhole(path) && path.StartsWith(_prefix, StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);
        if (filter.Ids is not null)
        {
            // Ids are the narrowest: whatever else there is, is checked.
            Scopes = [.. filter.Ids.Distinct().Select(id => id.ToString()).Chunk(ValuesPerRequest).Select(ids => new RecordScope { Ids = ids })];
            HasCheck = _paths is not null || _prefix.Length > 0;
        }
        else if (_paths is not null)
        {
            Scopes = [.. _paths.Chunk(ValuesPerRequest).Select(paths => RecordScope.Having("path", paths))];
        }
        else if (FolderKeys.Innermost(_prefix) is { } innermost)
        {
            Scopes = WholeText.IsWhole(innermost.Folder) ? [RecordScope.Having(innermost.Key, [innermost.Folder])] : [];
            HasCheck = innermost.Folder.Length < _prefix.Length;
        }
        else
        {
            Scopes = [RecordScope.All];
            HasCheck = _prefix.Length > 0;
        }
    }

    /// <summary>The repositories, each once; null for all.</summary>
    public IReadOnlyList<string>? Repositories { get; }

    /// <summary>What to ask for in each collection; together they hold each record that matches once. Empty where nothing can match.</summary>
    public IReadOnlyList<RecordScope> Scopes { get; }

    /// <summary>Whether records of the scopes need not match: <see cref="Matches"/> tells.</summary>
    public bool HasCheck { get; }

    /// <summary>Plans a filter.</summary>
    public static FilterPlan Of(RecordFilter filter) => new(filter);

    /// <summary>Whether a record of one of the scopes matches.</summary>
    public bool Matches(string path) =>
        !HasCheck || (path.StartsWith(_prefix, StringComparison.Ordinal) && _paths?.Contains(path) is not false);
}
