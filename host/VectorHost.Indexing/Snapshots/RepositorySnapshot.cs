using System.Buffers.Binary;
using System.Text;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots;

/// <summary>
/// The host's own memory of one repository as one store holds it after a completed run: its files, its chunks, and the
/// terms of the chunks. Read from an immutable file that is mapped into memory.
/// </summary>
/// <remarks>
/// <para>
/// A snapshot is a cache that can be rebuilt, and is never trusted blindly. <see cref="Open"/> checks the description
/// and the tables of files and chunks; terms are checked block by block when a search first touches them. Damage that
/// is found only then arrives as <see cref="SnapshotDamagedException"/>: the caller disposes the snapshot and rebuilds.
/// </para>
/// <para>
/// Every member may be called from several threads at once. A call that races with <see cref="Dispose"/> completes or
/// throws <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
public sealed partial class RepositorySnapshot : IDisposable
{
    private readonly VerifiedFile _file;

    private RepositorySnapshot(VerifiedFile file) => _file = file;

    /// <summary>What this mirrors, and what made it.</summary>
    public SnapshotHeader Header => Layout.Header;

    /// <summary>How many files there are, skipped ones included. Their numbers begin at 0.</summary>
    public int FileCount => Layout.FileCount;

    /// <summary>How many chunks there are. Their numbers begin at 0; those of one file follow each other.</summary>
    public int ChunkCount => Layout.ChunkCount;

    /// <summary>How many different terms the chunks hold.</summary>
    public int TermCount => Layout.TermCount;

    internal VerifiedFile File => _file;

    private SnapshotLayout Layout => _file.Layout;

    /// <summary>Opens a snapshot, or says why it cannot be used. Never throws because of what is in the file.</summary>
    /// <param name="path">The snapshot's file.</param>
    public static SnapshotOpening Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MappedFile? mapped = null;
        try
        {
            mapped = MappedFile.Open(path);
            VerifiedFile file = new(mapped, SnapshotLayout.Read(mapped));
            for (SnapshotSection section = SnapshotSection.Strings; section <= SnapshotSection.Lengths; section++)
            {
                file.Verify(section);
            }

            mapped = null;
            return SnapshotOpening.Usable(new RepositorySnapshot(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return SnapshotOpening.Missing();
        }
        catch (SnapshotDamagedException e)
        {
            return SnapshotOpening.Unusable(e.Reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SnapshotOpening.Unusable($"it cannot be read ({e.Message.TrimEnd('.')})");
        }
        finally
        {
            mapped?.Dispose();
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public SnapshotFile GetFile(int file)
    {
        using MappedFile.Lease lease = _file.Hold();
        FileRow row = ReadFile(file);
        (string path, string language) = ReadNames(row);
        return new SnapshotFile
        {
            Path = path,
            Language = language,
            Length = row.Length,
            LastWriteTime = SnapshotLayout.ReadTime(row.LastWriteTicks),
            Hash = Convert.ToHexStringLower(row.Hash),
            SkipReason = row.SkipReason,
        };
    }

    /// <summary>Reads what tells whether a file changed, and whether it was skipped.</summary>
    /// <param name="file">The file's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public SnapshotFileState GetFileState(int file)
    {
        using MappedFile.Lease lease = _file.Hold();
        FileRow row = ReadFile(file);
        return new SnapshotFileState(row.Length, SnapshotLayout.ReadTime(row.LastWriteTicks), row.SkipReason);
    }

    /// <summary>Reads the path and the language of a file.</summary>
    /// <param name="file">The file's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public (string Path, string Language) GetFileNames(int file)
    {
        using MappedFile.Lease lease = _file.Hold();
        return ReadNames(ReadFile(file));
    }

    /// <summary>Finds a file by its path.</summary>
    /// <param name="path">The path, exactly as it was added.</param>
    /// <param name="expected">The number that it probably has: who asks for path after path, in their order, is answered at once.</param>
    /// <returns>The file's number, or -1 where there is none.</returns>
    public int FindFile(string path, int expected = 0)
    {
        using MappedFile.Lease lease = _file.Hold();
        byte[] wanted = Encoding.UTF8.GetBytes(path);
        if (expected >= 0 && expected < FileCount && ReadPath(ReadFile(expected)).SequenceEqual(wanted))
        {
            return expected;
        }

        int low = 0;
        int high = FileCount - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int comparison = ReadPath(ReadFile(middle)).SequenceCompareTo(wanted);
            if (comparison == 0)
            {
                return middle;
            }

            (low, high) = comparison < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Reads the numbers of a file's chunks.</summary>
    /// <param name="file">The file's number.</param>
    /// <returns>The first chunk's number and how many there are: 0 for a skipped or an empty file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public (int First, int Count) GetChunkRange(int file)
    {
        using MappedFile.Lease lease = _file.Hold();
        FileRow row = ReadFile(file);
        int end = SumOf(row.FirstChunk, row.ChunkCount);
        return end <= ChunkCount
            ? (row.FirstChunk, row.ChunkCount)
            : throw new SnapshotDamagedException("a file has chunks that do not exist");
    }

    /// <summary>Reads the chunks of a file, from its first line to its last.</summary>
    /// <param name="file">The file's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public IReadOnlyList<SnapshotChunk> GetChunks(int file)
    {
        (int first, int count) = GetChunkRange(file);
        SnapshotChunk[] chunks = new SnapshotChunk[count];
        for (int i = 0; i < count; i++)
        {
            chunks[i] = GetChunk(first + i);
        }

        return chunks;
    }

    /// <summary>Reads a chunk.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public SnapshotChunk GetChunk(int chunk)
    {
        using MappedFile.Lease lease = _file.Hold();
        ChunkRow row = new(ReadChunkRow(chunk));
        return new SnapshotChunk
        {
            Id = row.Id,
            StartLine = row.StartLine,
            EndLine = row.EndLine,
            Hash = Convert.ToHexStringLower(row.Hash),
        };
    }

    /// <summary>Reads the id of a chunk.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public Guid GetChunkId(int chunk)
    {
        using MappedFile.Lease lease = _file.Hold();
        return new ChunkRow(ReadChunkRow(chunk)).Id;
    }

    /// <summary>Finds the file that a chunk is a piece of.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <returns>The file's number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public int GetFileOfChunk(int chunk)
    {
        using MappedFile.Lease lease = _file.Hold();
        int file = new ChunkRow(ReadChunkRow(chunk)).File;
        return file >= 0 && file < FileCount
            ? file
            : throw new SnapshotDamagedException("a chunk belongs to a file that does not exist");
    }

    /// <summary>Finds a chunk by its id.</summary>
    /// <param name="id">The id of the store's record.</param>
    /// <returns>The chunk's number, or -1 where there is none.</returns>
    public int FindChunk(Guid id)
    {
        using MappedFile.Lease lease = _file.Hold();
        return IdSearch.Find(_file.ReadAll(SnapshotSection.IdOrder), _file.ReadAll(SnapshotSection.Chunks), id);
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>How many tokens a chunk was indexed with. The caller holds a lease.</summary>
    internal int ReadLength(int chunk) => ReadInt32(SnapshotSection.Lengths, chunk);

    /// <summary>The caller holds a lease.</summary>
    internal ReadOnlySpan<byte> ReadChunkRow(int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, ChunkCount);
        return ReadTable(SnapshotSection.Chunks, chunk, ChunkRow.Size);
    }

    private FileRow ReadFile(int file)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(file);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(file, FileCount);
        return new FileRow(ReadTable(SnapshotSection.Files, file, FileRow.Size));
    }

    private ReadOnlySpan<byte> ReadPath(FileRow row) => _file.Read(SnapshotSection.Strings, row.StringOffset, row.PathLength);

    private (string Path, string Language) ReadNames(FileRow row)
    {
        SpanReader strings = new(_file.Read(
            SnapshotSection.Strings, row.StringOffset, SumOf(row.PathLength, row.LanguageLength)));
        return (Encoding.UTF8.GetString(strings.ReadBytes(row.PathLength)), Encoding.UTF8.GetString(strings.ReadBytes(row.LanguageLength)));
    }

    private int ReadInt32(SnapshotSection section, int row) =>
        BinaryPrimitives.ReadInt32LittleEndian(ReadTable(section, row, sizeof(int)));

    private ReadOnlySpan<byte> ReadTable(SnapshotSection section, int row, int size) =>
        _file.Read(section, (long)row * size, size);

    private static int SumOf(int left, int right) =>
        left >= 0 && right >= 0 && left <= int.MaxValue - right
            ? left + right
            : throw new SnapshotDamagedException("a range makes no sense");
}
