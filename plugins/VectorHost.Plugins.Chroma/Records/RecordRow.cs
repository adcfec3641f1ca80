using System.Runtime.InteropServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>One record of an answer, in which the parts of all records lie side by side.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Index">The record's place in each of its lists.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordRow(GetAnswer Answer, int Index)
{
    /// <summary>The record's id.</summary>
    public Guid Id => Guid.TryParseExact(Answer.Ids[Index], "D", out Guid id) ? id : throw NotOurs();

    /// <summary>The record's path; of an answer with metadata.</summary>
    public string Path => Part(Answer.Metadatas)?.Path ?? throw NotOurs();

    /// <summary>The record's vector; of an answer with vectors.</summary>
    public float[] Embedding => Part(Answer.Embeddings);

    /// <summary>The whole record, as far as the answer holds it.</summary>
    /// <param name="repository">Whose collection was asked.</param>
    /// <param name="parts">What was asked for.</param>
    public ChunkRecord Read(string repository, RecordParts parts)
    {
        RecordMetadata metadata = Part(Answer.Metadatas) ?? throw NotOurs();
        return new ChunkRecord
        {
            Id = Id,
            Repository = repository,
            Path = metadata.Path ?? throw NotOurs(),
            StartLine = metadata.StartLine ?? throw NotOurs(),
            EndLine = metadata.EndLine ?? throw NotOurs(),
            FileHash = metadata.FileHash ?? throw NotOurs(),
            ChunkHash = metadata.ChunkHash ?? throw NotOurs(),
            Language = metadata.Language ?? throw NotOurs(),
            Text = parts.HasFlag(RecordParts.Text) ? Part(Answer.Documents) ?? throw NotOurs() : null,
            Embedding = parts.HasFlag(RecordParts.Embedding) ? Embedding : default(ReadOnlyMemory<float>),
        };
    }

    private T Part<T>(IReadOnlyList<T>? list) => list is not null && Index < list.Count
        ? list[Index]
        : throw new VectorStoreException(StoreFailureKind.Protocol, "Chroma's answer lacks a part that was asked for: check its version.");

    private VectorStoreException NotOurs() => new(
        StoreFailureKind.Corrupt,
        $"A collection of VectorHost's in Chroma holds the record '{Answer.Ids[Index]}', which VectorHost did not save: delete it, or clear the repository and index it again.");
}
