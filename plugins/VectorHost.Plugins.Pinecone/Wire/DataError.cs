namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The body of a failure of the data plane.</summary>
internal sealed record DataError
{
    /// <summary>A status code of gRPC.</summary>
    public required int Code { get; init; }

    public string Message { get; init; } = "";
}
