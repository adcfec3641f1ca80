using System.Runtime.InteropServices;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>A line of an archive between the first and the last.</summary>
internal sealed record ArchiveRecord(
    Guid Id, string Path, int StartLine, int EndLine, string FileHash, string ChunkHash, string Language, string Text, byte[] Embedding)
{
    public static ArchiveRecord Of(ChunkRecord record) => new(
        record.Id, record.Path, record.StartLine, record.EndLine, record.FileHash, record.ChunkHash, record.Language, record.Text ?? "",
        MemoryMarshal.AsBytes(record.Embedding.Span).ToArray());

    public ChunkRecord ToRecord(string repository) => new()
    {
        Id = Id,
        Repository = repository,
        Path = Path,
        StartLine = StartLine,
        EndLine = EndLine,
        FileHash = FileHash,
        ChunkHash = ChunkHash,
        Language = Language,
        Text = Text,
        Embedding = MemoryMarshal.Cast<byte, float>(Embedding).ToArray(),
    };
}
