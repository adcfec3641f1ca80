namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Asks for the records nearest to one vector.</summary>
internal sealed record QueryBody
{
    /// <summary>One vector, as numbers: the server takes no base64 here.</summary>
    public required IReadOnlyList<ReadOnlyMemory<float>> QueryEmbeddings { get; init; }

    /// <summary>At least 1: 0 makes the server drop the connection.</summary>
    public required int NResults { get; init; }

    /// <summary>Exactly one key, or the server refuses it.</summary>
    public IReadOnlyDictionary<string, WhereIn>? Where { get; init; }

    public IReadOnlyList<string> Include { get; init; } = ["distances"];
}
