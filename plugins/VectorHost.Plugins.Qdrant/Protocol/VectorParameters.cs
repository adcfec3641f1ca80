namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>A collection's vectors; members are null where a collection has several kinds of vectors under names.</summary>
internal sealed record VectorParameters
{
    /// <summary>The distance that leaves vectors as they are. Of vectors of length 1 it is the cosine; Cosine would scale them.</summary>
    public const string Dot = "Dot";

    public int? Size { get; init; }

    public string? Distance { get; init; }
}
