using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>One repository's records, wherever they are kept. They can be read more than once.</summary>
public interface IRecordSource
{
    /// <summary>What messages call it, such as <c>the sqlite store</c>.</summary>
    string Name { get; }

    /// <summary>Reads the repository's metadata.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="MoveException">There is none, or the index was never completed.</exception>
    Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken);

    /// <summary>Reads all records, whole, in any order.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    IAsyncEnumerable<ChunkRecord> ReadRecordsAsync(CancellationToken cancellationToken);
}
