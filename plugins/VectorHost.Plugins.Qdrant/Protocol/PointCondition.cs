namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>A condition: of a field, of the id, or one of several others.</summary>
internal sealed record PointCondition
{
    public string? Key { get; private init; }

    public FieldMatch? Match { get; private init; }

    public IReadOnlyCollection<Guid>? HasId { get; private init; }

    public IReadOnlyList<PointCondition>? Should { get; private init; }

    /// <summary>The field is one of these texts, or holds one of them where it is a list.</summary>
    public static PointCondition AnyOf(string key, IReadOnlyCollection<string> values) => new()
    {
        Key = key,
        Match = values.Count == 1 ? new FieldMatch { Value = values.First() } : new FieldMatch { Any = values },
    };

    /// <summary>The field begins with this text.</summary>
    public static PointCondition BeginsWith(string key, string prefix) => new() { Key = key, Match = new FieldMatch { Prefix = prefix } };

    /// <summary>The id is one of these.</summary>
    public static PointCondition IdIn(IReadOnlyCollection<Guid> ids) => new() { HasId = ids };

    /// <summary>At least one of these holds.</summary>
    public static PointCondition OneOf(IReadOnlyList<PointCondition> conditions) => new() { Should = conditions };
}
