using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Says a <see cref="RecordFilter"/> in Qdrant's words, exactly, and with indexed fields only.</summary>
internal sealed class FilterTranslator(QdrantClient client, ILogger logger)
{
    private const int PreferredPage = 1_000;

    /// <summary>Says a filter for one collection.</summary>
    /// <returns>Null where nothing can match.</returns>
    /// <exception cref="VectorStoreException">The paths under a prefix could not be read.</exception>
    public async Task<TranslatedFilter?> TranslateAsync(RecordFilter filter, RecordCollection collection, CancellationToken cancellationToken)
    {
        if (TranslateLists(filter, collection) is not { } conditions)
        {
            return null;
        }

        if (filter.PathPrefix is not { Length: > 0 } prefix)
        {
            return new TranslatedFilter(conditions);
        }

        if (prefix[^1] == '/' && Depth(prefix) <= PathFolders.Most && Unicode.IsValid(prefix))
        {
            return new TranslatedFilter([.. conditions, PointCondition.AnyOf(RecordFields.Folders, [prefix])]);
        }

        if (collection.HasPrefixIndex && Unicode.IsValid(prefix))
        {
            return new TranslatedFilter([.. conditions, PointCondition.BeginsWith(RecordFields.Path, prefix)]);
        }

        string[] paths = await FindPathsAsync(prefix, conditions, collection, cancellationToken).ConfigureAwait(false);
        QdrantStoreLog.PrefixResolved(logger, prefix, paths.Length, collection.Name);
        return paths.Length == 0 ? null : new TranslatedFilter([.. conditions, AnyOf(RecordFields.Path, paths, collection)]);
    }

    /// <summary>Everything but the prefix.</summary>
    /// <returns>Null where nothing can match.</returns>
    private static List<PointCondition>? TranslateLists(RecordFilter filter, RecordCollection collection)
    {
        // What is not Unicode is in no record, and would turn into something else on its way.
        string[]? repositories = filter.Repositories?.Where(Unicode.IsValid).Distinct().ToArray();
        string[]? paths = filter.Paths?.Where(Unicode.IsValid).Distinct().ToArray();
        Guid[]? ids = filter.Ids?.Distinct().ToArray();
        if (repositories is [] || paths is [] || ids is [])
        {
            return null;
        }

        List<PointCondition> conditions = [];
        if (repositories is not null)
        {
            conditions.Add(AnyOf(RecordFields.Repository, repositories, collection));
        }

        if (paths is not null)
        {
            conditions.Add(AnyOf(RecordFields.Path, paths, collection));
        }

        if (ids is not null)
        {
            conditions.Add(Split(ids, PointCondition.IdIn, collection));
        }

        return conditions;
    }

    /// <summary>
    /// Reads which paths begin with a prefix, where no index knows: on servers before 1.19 a name that is cut in its middle.
    /// </summary>
    private async Task<string[]> FindPathsAsync(
        string prefix, List<PointCondition> conditions, RecordCollection collection, CancellationToken cancellationToken)
    {
        if (PathFolders.Of(prefix) is [.., var folder] && Unicode.IsValid(folder))
        {
            conditions = [.. conditions, PointCondition.AnyOf(RecordFields.Folders, [folder])];
        }

        HashSet<string> paths = [];
        RecordReader reader = new(client, collection);
        PayloadSelector pathOnly = new() { Include = [RecordFields.Path] };
        await foreach (Point<RecordPayload> point in reader.ReadAsync(
            new TranslatedFilter(conditions), pathOnly, withVector: false, PreferredPage, cancellationToken).ConfigureAwait(false))
        {
            if (point.Payload?.Path is { } path && path.StartsWith(prefix, StringComparison.Ordinal))
            {
                paths.Add(path);
            }
        }

        return [.. paths.Order(StringComparer.Ordinal)];
    }

    private static PointCondition AnyOf(string field, string[] values, RecordCollection collection) =>
        Split(values, part => PointCondition.AnyOf(field, part), collection);

    /// <summary>A list in one condition, or in several where the collection does not allow one of that length.</summary>
    private static PointCondition Split<T>(T[] values, Func<T[], PointCondition> toCondition, RecordCollection collection)
    {
        int longest = Math.Max(1, collection.Strict.ConditionMaxSize ?? values.Length);
        return values.Length <= longest ? toCondition(values) : PointCondition.OneOf([.. values.Chunk(longest).Select(toCondition)]);
    }

    private static int Depth(string folder) => folder.AsSpan().Count('/');
}
