using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>The records of a file that <see cref="RecordExport"/> wrote. Each reading checks it to its last line.</summary>
/// <param name="file">The file.</param>
public sealed class ArchivedRecords(string file) : IRecordSource
{
    /// <inheritdoc/>
    public string Name => file;

    /// <inheritdoc/>
    public async Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken)
    {
        using StreamReader lines = Open();
        return await ReadHeaderAsync(lines, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="MoveException">The file is damaged; the message names the line.</exception>
    public async IAsyncEnumerable<ChunkRecord> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader lines = Open();
        IndexMetadata metadata = await ReadHeaderAsync(lines, cancellationToken).ConfigureAwait(false);
        RecordDigest digest = new();
        for (long number = 2; ; number++)
        {
            string line = await ReadLineAsync(lines, number, cancellationToken).ConfigureAwait(false);
            if (line.StartsWith("{\"records\":", StringComparison.Ordinal))
            {
                CheckEnd(Parse(line, number, ArchiveLines.Json.ArchiveEnd), digest);
                yield break;
            }

            ArchiveRecord record = Parse(line, number, ArchiveLines.Json.ArchiveRecord);
            if (record.Embedding.Length != metadata.Embedder.Dimensions * sizeof(float))
            {
                throw Damaged(number, $"its vector has {record.Embedding.Length} bytes where {metadata.Embedder.Dimensions} dimensions take {metadata.Embedder.Dimensions * sizeof(float)}");
            }

            ChunkRecord read = record.ToRecord(metadata.Repository);
            digest.Add(read);
            yield return read;
        }
    }

    private StreamReader Open()
    {
        try
        {
            return new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MoveException(
                Directory.Exists(file)
                    ? $"{file} is a folder: name a file that 'vectorhost export' wrote."
                    : $"{file} cannot be read: {exception.Message}",
                exception);
        }
    }

    private async Task<IndexMetadata> ReadHeaderAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(lines, 1, cancellationToken).ConfigureAwait(false);
        ArchiveHeader header = Parse(line, 1, ArchiveLines.Json.ArchiveHeader);
        return header switch
        {
            { Format: not ArchiveHeader.FormatName } => throw Damaged(1, "it does not name the format"),
            { Version: not ArchiveHeader.CurrentVersion } => throw new MoveException(
                $"{file} has version {header.Version} of the format; this program reads version {ArchiveHeader.CurrentVersion}. Use a program of the version that wrote it ({header.Metadata.ToolVersion})."),
            _ => header.Metadata,
        };
    }

    private async Task<string> ReadLineAsync(StreamReader lines, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false)
                ?? throw Damaged(number, "the file ends before its last line: it was cut off");
        }
        catch (InvalidDataException exception)
        {
            throw number == 1
                ? new MoveException($"{file} is not an export of VectorHost, which is compressed with gzip.", exception)
                : Damaged(number, "the compressed data are broken", exception);
        }
        catch (IOException exception)
        {
            throw new MoveException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    private T Parse<T>(string line, long number, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw Damaged(number, "it is empty");
        }
        catch (JsonException exception)
        {
            throw Damaged(number, "it is not what the format says", exception);
        }
    }

    private void CheckEnd(ArchiveEnd end, RecordDigest digest)
    {
        if (end.Records != digest.Count || end.Digest != digest.Value)
        {
            throw new MoveException(
                $"{file} is damaged: its last line speaks of {end.Records:N0} records with the digest {end.Digest}, but before it are {digest.Count:N0} with {digest.Value}.");
        }
    }

    private MoveException Damaged(long line, string problem, Exception? cause = null) =>
        new($"{file} is damaged at line {line:N0}: {problem}. Export it again.", cause);
}
