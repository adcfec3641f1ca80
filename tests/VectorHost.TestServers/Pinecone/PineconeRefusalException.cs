namespace VectorHost.TestServers.Pinecone;

/// <summary>Ends the handling of a request with a refusal.</summary>
/// <param name="refusal">Why.</param>
public sealed class PineconeRefusalException(PineconeRefusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public PineconeRefusal Refusal { get; } = refusal;

    /// <summary>A request that is wrong.</summary>
    public static PineconeRefusalException Invalid(string message) => new(PineconeRefusal.Invalid(message));
}
