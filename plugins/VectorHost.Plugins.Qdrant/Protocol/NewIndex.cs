namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>A payload index to be made.</summary>
internal sealed record NewIndex
{
    public required string FieldName { get; init; }

    public required KeywordIndex FieldSchema { get; init; }
}
