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
    /// <summary>Many times what the longest text and the longest vector take together.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => file;

    /// <inheritdoc/>
    public async Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken)
    {
        using BoundedLines lines = Open();
        return await ReadHeaderAsync(lines, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="MoveException">The file is damaged; the message names the line.</exception>
    public async IAsyncEnumerable<ChunkRecord> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using BoundedLines lines = Open();
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

    private BoundedLines Open()
    {
        try
        {
            return new BoundedLines(new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)), LongestLine);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MoveException(
                Directory.Exists(file)
                    ? $"{file} is a folder: name a file that 'vectorhost export' wrote."
                    : exception is FileNotFoundException or DirectoryNotFoundException
                    ? $"There is no file {file}: name one that 'vectorhost export' wrote."
                    : $"{file} cannot be read: {exception.Message}",
                exception);
        }
    }

    private async Task<IndexMetadata> ReadHeaderAsync(BoundedLines lines, CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(lines, 1, cancellationToken).ConfigureAwait(false);
        ArchiveHeader header = Parse(line, 1, ArchiveLines.Json.ArchiveHeader);
        return header switch
        {
            { Format: not ArchiveHeader.FormatName } => throw Damaged(1, "it does not name the format"),
            { Version: not ArchiveHeader.CurrentVersion } => throw new MoveException(
                $"{file} has version {header.Version} of the format; this program reads version {ArchiveHeader.CurrentVersion}. Use a program of the version that wrote it ({header.Metadata.ToolVersion})."),
            { Metadata.State: not IndexState.Complete } => throw Damaged(1, "it is of an index that was never completed"),
            _ => header.Metadata,
        };
    }

    private async Task<string> ReadLineAsync(BoundedLines lines, long number, CancellationToken cancellationToken)
    {
        try
        {
            string line = await lines.ReadAsync(cancellationToken).ConfigureAwait(false)
                ?? throw Damaged(number, "the file ends before its last line: it was cut off");
            return lines.IsTooLong ? throw Damaged(number, "it is longer than any line of an export") : line;
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
