using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Collections;

/// <summary>A collection that holds records, checked to be one of ours.</summary>
internal sealed record RecordCollection
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The length of its vectors.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Whether its index of paths finds beginnings: those that a server from 1.19 on made.</summary>
    public required bool HasPrefixIndex { get; init; }

    /// <summary>What its administrator does not allow; nothing where strict mode is off.</summary>
    public required StrictMode Strict { get; init; }

    /// <summary>The largest page that one request may ask for.</summary>
    /// <param name="preferred">The page that would be asked for otherwise.</param>
    public int PageSize(int preferred) => Math.Max(1, Math.Min(preferred, Strict.MaxQueryLimit ?? int.MaxValue));
}
