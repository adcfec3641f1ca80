namespace VectorHost.Abstractions;

/// <summary>The parts of a record that cost something to read. Id, location, hashes and language always come.</summary>
[Flags]
public enum RecordParts
{
    /// <summary>Neither text nor embedding.</summary>
    None = 0,

    /// <summary><see cref="ChunkRecord.Text"/>.</summary>
    Text = 1,

    /// <summary><see cref="ChunkRecord.Embedding"/>.</summary>
    Embedding = 2,

    /// <summary>The whole record.</summary>
    All = Text | Embedding,
}
