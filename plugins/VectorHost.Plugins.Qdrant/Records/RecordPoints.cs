using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Records as points, and back.</summary>
internal static class RecordPoints
{
    /// <summary>A record as the point that is written.</summary>
    public static Point<RecordPayload> Write(ChunkRecord record) => new()
    {
        Id = record.Id,
        Vector = record.Embedding,
        Payload = new RecordPayload
        {
            Repository = record.Repository,
            Path = record.Path,
            Folders = PathFolders.Of(record.Path),
            StartLine = record.StartLine,
            EndLine = record.EndLine,
            FileHash = record.FileHash,
            ChunkHash = record.ChunkHash,
            Language = record.Language,
            Text = record.Text,
        },
    };

    /// <summary>The fields that have to be read for these parts.</summary>
    public static PayloadSelector Select(RecordParts parts) => new()
    {
        Exclude = parts.HasFlag(RecordParts.Text) ? [RecordFields.Folders] : [RecordFields.Folders, RecordFields.Text],
    };

    /// <summary>A point that was read with the fields and the vector for these parts.</summary>
    /// <param name="point">The point.</param>
    /// <param name="parts">What was asked for.</param>
    /// <param name="collection">Where it is from.</param>
    /// <exception cref="VectorStoreException">Something that every record has is missing.</exception>
    public static ChunkRecord Read(Point<RecordPayload> point, RecordParts parts, RecordCollection collection)
    {
        bool hasEmbedding = parts.HasFlag(RecordParts.Embedding);
        if (point.Payload is not { Repository: { } repository, Path: { } path, StartLine: { } startLine, EndLine: { } endLine } payload
            || payload is not { FileHash: { } fileHash, ChunkHash: { } chunkHash, Language: { } language }
            || (parts.HasFlag(RecordParts.Text) && payload.Text is null)
            || (hasEmbedding && point.Vector?.Length != collection.Dimensions))
        {
            throw new VectorStoreException(
                StoreFailureKind.Corrupt,
                $"The point {point.Id} of Qdrant's collection '{collection.Name}' is no complete record: another program wrote or changed it. Delete it, or index the repository again with --full.");
        }

        return new ChunkRecord
        {
            Id = point.Id,
            Repository = repository,
            Path = path,
            StartLine = startLine,
            EndLine = endLine,
            FileHash = fileHash,
            ChunkHash = chunkHash,
            Language = language,
            Text = parts.HasFlag(RecordParts.Text) ? payload.Text : null,
            Embedding = hasEmbedding ? point.Vector!.Value : default,
        };
    }
}
