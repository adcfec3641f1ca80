using System.Text;
using VectorHost.Abstractions;
using VectorHost.Indexing.Stores;

namespace VectorHost.Indexing.Moving;

/// <summary>What one reading of a repository's records found: all that must be known before the first of them is moved.</summary>
public sealed record RecordSurvey
{
    /// <summary>The repository's metadata.</summary>
    public required IndexMetadata Metadata { get; init; }

    /// <summary>The digest of all records, as <see cref="RecordDigest.Value"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>How many records there are.</summary>
    public required long Records { get; init; }

    /// <summary>The largest record, as <see cref="StoreLimits.MaxBatchBytes"/> counts, and where it comes from.</summary>
    internal (long Bytes, string Place) LargestRecord { get; private init; }

    /// <summary>The longest text in UTF-8 bytes, and where it comes from.</summary>
    internal (long Bytes, string Place) LongestText { get; private init; }

    /// <summary>Reads everything once.</summary>
    /// <param name="source">Where the records are.</param>
    /// <param name="progress">Told of every record.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="MoveException">The records are not those that the metadata speaks of, or no store could rely on them.</exception>
    public static async Task<RecordSurvey> TakeAsync(IRecordSource source, MoveProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(progress);
        IndexMetadata metadata = await source.ReadMetadataAsync(cancellationToken).ConfigureAwait(false);
        progress.Begin(MovePhase.Reading, metadata.RecordCount);
        RecordDigest digest = new();
        (long Bytes, string Place) record = (0, "");
        (long Bytes, string Place) text = (0, "");
        HashSet<Guid> ids = [];
        await foreach (ChunkRecord next in source.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            digest.Add(next);
            record = Larger(record, RecordSize.Of(next), next);
            text = Larger(text, Encoding.UTF8.GetByteCount(next.Text ?? ""), next);
            RefuseForeign(next, metadata, source);
            RefuseFaulty(next, isFirst: ids.Add(next.Id), source);
            progress.Advance(1);
        }

        if (digest.Count != metadata.RecordCount)
        {
            throw new MoveException(
                $"{source.Name} has {digest.Count:N0} records of '{metadata.Repository}', but its metadata speaks of {metadata.RecordCount:N0}: run 'vectorhost index' on it first.");
        }

        return new RecordSurvey
        {
            Metadata = metadata,
            Digest = digest.Value,
            Records = digest.Count,
            LargestRecord = record,
            LongestText = text,
        };
    }

    /// <summary>Checks that a store can take every record, before it gets the first.</summary>
    /// <param name="limits">The store's limits.</param>
    /// <param name="backend">The backend's name, for messages.</param>
    /// <exception cref="MoveException">It cannot.</exception>
    public void CheckLimits(StoreLimits limits, string backend)
    {
        ArgumentNullException.ThrowIfNull(limits);
        int dimensions = Metadata.Embedder.Dimensions;
        string? excess = dimensions > limits.MaxDimensions ? $"vectors of {dimensions} dimensions; it takes {limits.MaxDimensions}"
            : LongestText.Bytes > limits.MaxTextBytes ? $"{LongestText.Bytes:N0} bytes of text at {LongestText.Place}; it takes {limits.MaxTextBytes:N0}"
            : LargestRecord.Bytes > limits.MaxBatchBytes ? $"a record of {LargestRecord.Bytes:N0} bytes at {LargestRecord.Place}; it takes {limits.MaxBatchBytes:N0}"
            : null;
        if (excess is not null)
        {
            throw new MoveException($"'{Metadata.Repository}' does not fit into the {backend} store: {excess}. Nothing was written.");
        }
    }

    private static (long Bytes, string Place) Larger((long Bytes, string Place) most, long bytes, ChunkRecord record) =>
        bytes > most.Bytes ? (bytes, $"{record.Path}:{record.StartLine}") : most;

    private static void RefuseForeign(ChunkRecord record, IndexMetadata metadata, IRecordSource source)
    {
        if (record.Repository != metadata.Repository || record.Embedding.Length != metadata.Embedder.Dimensions)
        {
            throw new MoveException(
                $"{source.Name} is damaged: the record {record.Id} ({record.Path}:{record.StartLine}) is of '{record.Repository}' with {record.Embedding.Length} dimensions, not of '{metadata.Repository}' with {metadata.Embedder.Dimensions}. Run 'vectorhost index --full' on it.");
        }
    }

    /// <summary>Stores rely on what the contract promises of a record; a file, or another store, may not keep it.</summary>
    private static void RefuseFaulty(ChunkRecord record, bool isFirst, IRecordSource source)
    {
        string? fault = isFirst ? RecordFaults.OfVector(record, dimensions: null) ?? RecordFaults.OfLines(record) : "is there twice";
        if (fault is not null)
        {
            throw new MoveException(
                $"{source.Name} is damaged: the record {record.Id} ({record.Path}:{record.StartLine}) {fault}. Run 'vectorhost index --full' where it was made, and move that.");
        }
    }
}
