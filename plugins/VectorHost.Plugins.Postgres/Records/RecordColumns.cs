using Npgsql;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>Turns rows of the table of chunks into records.</summary>
/// <param name="parts">What is read besides id, location, hashes and language.</param>
internal sealed class RecordColumns(RecordParts parts)
{
    private readonly bool _hasText = parts.HasFlag(RecordParts.Text);
    private readonly bool _hasEmbedding = parts.HasFlag(RecordParts.Embedding);

    /// <summary>What follows SELECT, of the table named <c>chunk</c>; what is not wanted is not sent.</summary>
    public string Select => $"""
        chunk.id, chunk.repository, chunk.path, chunk.start_line, chunk.end_line, chunk.file_hash, chunk.chunk_hash, chunk.language,
            {(_hasText ? "chunk.text" : "NULL::text")}, {(_hasEmbedding ? "chunk.embedding::real[]" : "NULL::real[]")}
        """;

    /// <summary>How many columns <see cref="Select"/> has.</summary>
    public const int Count = 10;

    /// <summary>The record of the row at hand.</summary>
    public ChunkRecord Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Repository = StoredText.Decode(row.GetString(1)),
        Path = StoredText.Decode(row.GetString(2)),
        StartLine = row.GetInt32(3),
        EndLine = row.GetInt32(4),
        FileHash = StoredText.Decode(row.GetString(5)),
        ChunkHash = StoredText.Decode(row.GetString(6)),
        Language = StoredText.Decode(row.GetString(7)),
        Text = _hasText ? StoredText.Decode(row.GetString(8)) : null,
        Embedding = _hasEmbedding ? row.GetFieldValue<float[]>(9) : default(ReadOnlyMemory<float>),
    };
}
