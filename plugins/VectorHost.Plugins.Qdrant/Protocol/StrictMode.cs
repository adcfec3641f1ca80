namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What the administrator of a collection does not allow; null is no limit.</summary>
internal sealed record StrictMode
{
    public bool? Enabled { get; init; }

    public int? MaxQueryLimit { get; init; }

    public int? UpsertMaxBatchsize { get; init; }

    public int? ConditionMaxSize { get; init; }

    public bool? SearchAllowExact { get; init; }
}
