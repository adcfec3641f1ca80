using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Stores;

/// <summary>Measures records as <see cref="StoreLimits.MaxBatchBytes"/> counts them.</summary>
internal static class RecordSize
{
    /// <summary>Four bytes a dimension, plus the UTF-8 bytes of every string and of the id.</summary>
    public static long Of(ChunkRecord record) =>
        (4L * record.Embedding.Length)
        + 36
        + Encoding.UTF8.GetByteCount(record.Repository)
        + Encoding.UTF8.GetByteCount(record.Path)
        + record.FileHash.Length
        + record.ChunkHash.Length
        + record.Language.Length
        + (record.Text is null ? 0 : Encoding.UTF8.GetByteCount(record.Text));
}
