using System.Text;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>Makes records of what the service stores.</summary>
internal static class RecordReading
{
    /// <summary>The whole record.</summary>
    /// <param name="stored">What the service gave.</param>
    /// <param name="dimension">The length of the index's vectors.</param>
    /// <exception cref="VectorStoreException">It is not one of ours, or its vector is not whole.</exception>
    public static ChunkRecord Read(StoredVector<RecordFields> stored, int dimension)
    {
        if (stored.Metadata is not { } fields || !Guid.TryParseExact(stored.Id, "D", out Guid id))
        {
            throw new VectorStoreException(
                StoreFailureKind.Corrupt,
                $"The record '{stored.Id}' in Pinecone was not written by VectorHost, or was changed: clear the repository and index it again.");
        }

        if (stored.Values.Length != dimension)
        {
            throw new VectorStoreException(
                StoreFailureKind.Corrupt,
                $"The record '{stored.Id}' came from Pinecone with a vector of {stored.Values.Length} dimensions, where its index has {dimension}: clear the repository and index it again.");
        }

        return new ChunkRecord
        {
            Id = id,
            Repository = fields.Repository,
            Path = fields.Path,
            StartLine = (int)fields.StartLine,
            EndLine = (int)fields.EndLine,
            FileHash = fields.FileHash,
            ChunkHash = fields.ChunkHash,
            Language = fields.Language,
            Text = fields.TextBase64 is { } bytes ? Encoding.UTF8.GetString(bytes) : fields.Text ?? "",
            Embedding = stored.Values,
        };
    }

    /// <summary>The record without the parts that were not asked for.</summary>
    public static ChunkRecord Trim(ChunkRecord record, RecordParts parts) => record with
    {
        Text = parts.HasFlag(RecordParts.Text) ? record.Text : null,
        Embedding = parts.HasFlag(RecordParts.Embedding) ? record.Embedding : default,
    };
}
