namespace VectorHost.Plugins.Chroma.Client;

/// <summary>What the server says of itself before the first request.</summary>
internal sealed record PreflightAnswer
{
    /// <summary>The most records in one write.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>Whether vectors may be sent as base64 of their little-endian numbers.</summary>
    public bool SupportsBase64Encoding { get; init; }
}
