namespace VectorHost.Indexing.Pipeline;

/// <summary>What the store holds of a chunk.</summary>
internal enum RecordState
{
    /// <summary>Nothing: it has to be embedded and saved.</summary>
    Missing,

    /// <summary>The same text at other lines or in another version of the file: its vector is right as far as it tells of the chunk alone.</summary>
    Outdated,

    /// <summary>Exactly this.</summary>
    Current,
}
