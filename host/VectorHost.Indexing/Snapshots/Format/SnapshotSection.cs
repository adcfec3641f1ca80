namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>The parts of a snapshot's file, in the order in which they lie there.</summary>
internal enum SnapshotSection
{
    /// <summary>The paths and languages of the files, one after the other.</summary>
    Strings,

    /// <summary>A <see cref="FileRow"/> a file, in the order of the paths' UTF-8 bytes.</summary>
    Files,

    /// <summary>A <see cref="ChunkRow"/> a chunk, file by file.</summary>
    Chunks,

    /// <summary>The numbers of the chunks in the order of their ids, 4 bytes each.</summary>
    IdOrder,

    /// <summary>How many tokens each chunk was indexed with, 4 bytes each.</summary>
    Lengths,

    /// <summary>The posting lists, term by term.</summary>
    Postings,

    /// <summary>The terms in the order of their UTF-8 bytes, in blocks in which each shares the start of the one before.</summary>
    Terms,

    /// <summary>Where each block of terms begins, and its first posting list: 8 and 8 bytes.</summary>
    TermBlocks,
}
