namespace VectorHost.TestServers.Pinecone;

/// <summary>How a double of Pinecone behaves.</summary>
public sealed record PineconeDoubleOptions
{
    /// <summary>The one key that it takes.</summary>
    public string ApiKey { get; init; } = "pcsk_double_secret";

    /// <summary>The most ids or vectors in a page, whatever is asked for: small, so that pages are many.</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>After how many later requests for its namespace a write can be seen.</summary>
    public int RequestsUntilVisible { get; init; } = 2;

    /// <summary>How often a new index is described before it is ready, and a deleted one before it is gone.</summary>
    public int DescriptionsUntilReady { get; init; } = 2;

    /// <summary>How far scores are off, since the service compresses vectors.</summary>
    public float ScoreError { get; init; } = 5e-4f;

    /// <summary>Whether answers of the data plane carry sequence numbers.</summary>
    public bool TellsSequenceNumbers { get; init; } = true;

    /// <summary>Whether they do so in headers with the names that the vendor's newer clients read.</summary>
    public bool UsesNewerHeaders { get; init; }

    /// <summary>Which ids queries overlook, since the service's search is approximate.</summary>
    public Func<string, bool> Overlooks { get; init; } = static _ => false;

    /// <summary>Whether the control plane answers on the data plane's port too, for proxies that lead to one server.</summary>
    public bool SharesPort { get; init; }

    /// <summary>Whether exchanges are kept for the test to look at.</summary>
    public bool KeepsExchanges { get; init; }
}
