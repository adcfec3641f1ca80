using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant;

/// <summary>What Qdrant takes in one call.</summary>
internal static class QdrantLimits
{
    /// <summary>What a server takes that nobody made stricter.</summary>
    /// <remarks>
    /// A request may have 32 MB. JSON takes up to 16 bytes for a number of 4, and up to 6 for a control character, so that
    /// a sixth of that is sure to fit.
    /// </remarks>
    public static StoreLimits Server { get; } = new()
    {
        MaxBatchRecords = 1_000,
        MaxBatchBytes = 5 << 20,
        MaxTop = 10_000,
        MaxDimensions = 65_536,
        MaxTextBytes = 4 << 20,
        MaxFilterValues = 20_000,
    };

    /// <summary>What is left of them in a collection whose administrator allows less.</summary>
    public static StoreLimits Within(StoreLimits limits, StrictMode strict) => limits with
    {
        MaxBatchRecords = Math.Min(limits.MaxBatchRecords, strict.UpsertMaxBatchsize ?? int.MaxValue),
        MaxTop = Math.Min(limits.MaxTop, strict.MaxQueryLimit ?? int.MaxValue),
    };
}
