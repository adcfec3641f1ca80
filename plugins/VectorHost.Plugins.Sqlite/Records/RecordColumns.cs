using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Turns rows of the join of <c>chunk</c>, <c>repository</c> and <c>vector</c> into records.</summary>
internal sealed class RecordColumns(RecordParts parts)
{
    // Neighbouring rows are often of the same file: its strings are made once.
    private RepeatedText _repository;
    private RepeatedText _path;
    private RepeatedText _fileHash;
    private RepeatedText _language;

    /// <summary>
    /// SELECT and FROM, to be followed by a condition on <c>chunk</c>, which CROSS makes the outer loop; what is not
    /// wanted is not read.
    /// </summary>
    public string Select { get; } = $"""
        SELECT chunk.id, repository.name, path, start_line, end_line, file_hash, chunk_hash, language,
            {(parts.HasFlag(RecordParts.Text) ? "text" : "NULL")}, {(parts.HasFlag(RecordParts.Embedding) ? "embedding" : "NULL")}
        FROM chunk CROSS JOIN repository ON repository.id = chunk.repository_id
        {(parts.HasFlag(RecordParts.Embedding) ? "CROSS JOIN vector ON vector.row_id = chunk.row_id" : "")}
        """;

    /// <summary>The record of the row at hand.</summary>
    public ChunkRecord Read(SqliteStatement row) => new()
    {
        Id = row.GetGuid(0),
        Repository = _repository.Of(row.GetBytes(1)),
        Path = _path.Of(row.GetBytes(2)),
        StartLine = row.GetInt32(3),
        EndLine = row.GetInt32(4),
        FileHash = _fileHash.Of(row.GetBytes(5)),
        ChunkHash = row.GetText(6),
        Language = _language.Of(row.GetBytes(7)),
        Text = parts.HasFlag(RecordParts.Text) ? row.GetText(8) : null,
        Embedding = parts.HasFlag(RecordParts.Embedding) ? ReadEmbedding(row.GetBytes(9)) : default(ReadOnlyMemory<float>),
    };

    private static float[] ReadEmbedding(ReadOnlySpan<byte> bytes)
    {
        float[] vector = new float[bytes.Length / sizeof(float)];
        VectorBytes.Read(bytes[..(vector.Length * sizeof(float))], vector);
        return vector;
    }
}
