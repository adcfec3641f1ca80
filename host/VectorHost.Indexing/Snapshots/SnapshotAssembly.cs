using System.Buffers.Binary;
using System.Text;
using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Snapshots;

/// <summary>
/// Writes a snapshot from what a <see cref="SnapshotWriter"/> collected: orders the files, numbers their chunks, and
/// merges all terms under the new numbers in one pass.
/// </summary>
internal sealed class SnapshotAssembly
{
    /// <summary>Ends the name of a snapshot while it is written: one that was killed is replaced by the next.</summary>
    public const string PartialSuffix = ".partial";

    private readonly SnapshotHeader _header;
    private readonly PendingFile[] _files;
    private readonly RepositorySnapshot? _previous;

    public SnapshotAssembly(SnapshotHeader header, IEnumerable<PendingFile> files, RepositorySnapshot? previous)
    {
        _header = header;
        _previous = previous;
        _files = [.. files];
        Array.Sort(_files, (left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
    }

    public required ChunkRowStore AddedRows { get; init; }

    public required IReadOnlyList<int> AddedLengths { get; init; }

    /// <summary>The terms of added chunks that are in memory.</summary>
    public required TermAccumulator AddedTerms { get; init; }

    /// <summary>Those that did not fit.</summary>
    public required IEnumerable<ITermSource> SpilledTerms { get; init; }

    /// <summary>A temporary file for the terms on their way.</summary>
    public required string TermFile { get; init; }

    public void Write(string target, CancellationToken cancellationToken)
    {
        string partial = target + PartialSuffix;
        try
        {
            using (SnapshotOutput output = new(partial))
            using (_previous is null ? default : _previous.File.Hold())
            {
                Write(output, cancellationToken);
            }

            File.Move(partial, target, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private void Write(SnapshotOutput output, CancellationToken cancellationToken)
    {
        int[] addedNumbers = new int[AddedLengths.Count];
        int[] keptNumbers = new int[_previous?.ChunkCount ?? 0];
        int chunkCount = Number(addedNumbers, keptNumbers);
        WriteFiles(output, cancellationToken);
        WriteChunks(output, chunkCount, cancellationToken);
        long tokenCount = WriteLengths(output);

        TermMerge terms = new();
        terms.Add(AddedTerms.ToSource(addedNumbers), numbers: null);
        foreach (ITermSource source in SpilledTerms)
        {
            terms.Add(source, addedNumbers);
        }

        if (_previous is not null)
        {
            terms.Add(new SnapshotTerms(_previous.File), keptNumbers);
        }

        int termCount = WriteTerms(output, terms, cancellationToken);
        output.Complete(new SnapshotLayout
        {
            Header = _header,
            FileCount = _files.Length,
            ChunkCount = chunkCount,
            TermCount = termCount,
            TokenCount = tokenCount,
            SectionLengths = output.SectionLengths,
            BlockChecksums = output.EndBlocks(),
        });
    }

    /// <summary>Finds the final number of each chunk: the files follow each other by path.</summary>
    /// <returns>How many chunks there are.</returns>
    private int Number(int[] addedNumbers, int[] keptNumbers)
    {
        Array.Fill(keptNumbers, -1);
        int next = 0;
        PendingFile? before = null;
        foreach (PendingFile file in _files)
        {
            if (before is not null && before.Path.AsSpan().SequenceEqual(file.Path))
            {
                throw new InvalidOperationException($"The file '{Encoding.UTF8.GetString(file.Path)}' was added twice.");
            }

            before = file;
            int[] numbers = file.Row is null ? keptNumbers : addedNumbers;
            for (int i = 0; i < file.ChunkCount; i++)
            {
                numbers[file.FirstChunk + i] = next++;
            }
        }

        return next;
    }

    private void WriteFiles(SnapshotOutput output, CancellationToken cancellationToken)
    {
        foreach (PendingFile file in _files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(file.Path);
            output.Write(Encoding.UTF8.GetBytes(LanguageOf(file)));
        }

        output.EndSection();
        long offset = 0;
        int firstChunk = 0;
        foreach (PendingFile file in _files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int languageLength = Encoding.UTF8.GetByteCount(LanguageOf(file));
            byte[] row = file.Row ?? FileRow.Of(_previous!.GetFile(file.KeptIndex), file.Path.Length, languageLength, file.ChunkCount);
            FileRow.Place(row, offset, firstChunk);
            output.Write(row);
            offset += file.Path.Length + languageLength;
            firstChunk += file.ChunkCount;
        }

        output.EndSection();
    }

    private string LanguageOf(PendingFile file) => file.Row is null ? _previous!.GetFileNames(file.KeptIndex).Language : file.Language;

    private void WriteChunks(SnapshotOutput output, int chunkCount, CancellationToken cancellationToken)
    {
        Guid[] ids = new Guid[chunkCount];
        int[] order = new int[chunkCount];
        int next = 0;
        byte[] rows = [];
        for (int file = 0; file < _files.Length; file++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = _files[file].ChunkCount * ChunkRow.Size;
            rows = rows.Length < length ? new byte[length] : rows;
            ReadRows(_files[file], rows.AsSpan(0, length));
            for (int start = 0; start < length; start += ChunkRow.Size)
            {
                Span<byte> row = rows.AsSpan(start, ChunkRow.Size);
                ChunkRow.WriteFile(row, file);
                ids[next] = new ChunkRow(row).Id;
                order[next] = next++;
            }

            output.Write(rows.AsSpan(0, length));
        }

        output.EndSection();
        WriteIdOrder(output, ids, order);
    }

    private void ReadRows(PendingFile file, Span<byte> rows)
    {
        if (file.Row is not null)
        {
            AddedRows.Read(file.FirstChunk, rows);
            return;
        }

        for (int i = 0; i < file.ChunkCount; i++)
        {
            _previous!.ReadChunkRow(file.FirstChunk + i).CopyTo(rows[(i * ChunkRow.Size)..]);
        }
    }

    private static void WriteIdOrder(SnapshotOutput output, Guid[] ids, int[] order)
    {
        Array.Sort(ids, order);
        Span<byte> row = stackalloc byte[sizeof(int)];
        for (int i = 0; i < ids.Length; i++)
        {
            if (i > 0 && ids[i] == ids[i - 1])
            {
                throw new InvalidOperationException($"Two chunks have the id {ids[i]}.");
            }

            BinaryPrimitives.WriteInt32LittleEndian(row, order[i]);
            output.Write(row);
        }

        output.EndSection();
    }

    private long WriteLengths(SnapshotOutput output)
    {
        long sum = 0;
        Span<byte> row = stackalloc byte[sizeof(int)];
        foreach (PendingFile file in _files)
        {
            for (int i = 0; i < file.ChunkCount; i++)
            {
                int chunk = file.FirstChunk + i;
                int length = file.Row is null ? _previous!.ReadLength(chunk) : AddedLengths[chunk];
                sum += length;
                BinaryPrimitives.WriteInt32LittleEndian(row, length);
                output.Write(row);
            }
        }

        output.EndSection();
        return sum;
    }

    private int WriteTerms(SnapshotOutput output, TermMerge terms, CancellationToken cancellationToken)
    {
        using FileStream temporary = new(TermFile, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = SnapshotLayout.BlockSize,
            Options = FileOptions.DeleteOnClose,
        });
        TermWriter writer = new(output, temporary);
        while (terms.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Add(terms.Term, terms.Postings.Postings);
        }

        writer.Complete();
        return writer.Count;
    }
}
