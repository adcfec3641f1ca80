namespace VectorHost.TestServers.Qdrant;

/// <summary>What a collection refuses, as Qdrant's strict mode does; null is no limit.</summary>
public sealed record QdrantStrictMode
{
    /// <summary>The largest <c>limit</c> of a query or a scroll.</summary>
    public int? MaxQueryLimit { get; init; }

    /// <summary>The largest <c>timeout</c>, in seconds.</summary>
    public int? MaxTimeout { get; init; }

    /// <summary>Whether filters may use fields without a payload index. Qdrant Cloud says no.</summary>
    public bool AllowsUnindexedFilters { get; init; }

    /// <summary>Whether a search, or a count, may ask to be exact.</summary>
    public bool AllowsExact { get; init; } = true;

    /// <summary>The most points of one upsert.</summary>
    public int? UpsertMaxBatchSize { get; init; }

    /// <summary>The most conditions of a filter.</summary>
    public int? FilterMaxConditions { get; init; }

    /// <summary>The most values of one condition.</summary>
    public int? ConditionMaxSize { get; init; }

    /// <summary>The most reads a minute; the double counts them and never forgets.</summary>
    public int? ReadRateLimit { get; init; }
}
