using System.Security.Cryptography.X509Certificates;

namespace VectorHost.TestServers.Qdrant;

/// <summary>What kind of Qdrant the double is.</summary>
public sealed record QdrantDoubleOptions
{
    /// <summary>The version that it says it is; before 1.19 it knows no prefixes.</summary>
    public Version Version { get; init; } = new(1, 19, 0);

    /// <summary>With a key, requests without it are refused.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A key that may read only.</summary>
    public string? ReadOnlyApiKey { get; init; }

    /// <summary>What new collections refuse. By default as strict as Qdrant Cloud.</summary>
    public QdrantStrictMode StrictMode { get; init; } = new();

    /// <summary>The largest body.</summary>
    public int MaxRequestBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>With one the double speaks TLS.</summary>
    public X509Certificate2? Certificate { get; init; }
}
