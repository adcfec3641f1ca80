using System.Buffers.Binary;
using System.Text;
using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Snapshots.Terms;

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
public sealed class RepositorySnapshot : IDisposable
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
        SpanReader strings = new(_file.Read(
            SnapshotSection.Strings, row.StringOffset, SumOf(row.PathLength, row.LanguageLength)));
        return new SnapshotFile
        {
            Path = Encoding.UTF8.GetString(strings.ReadBytes(row.PathLength)),
            Language = Encoding.UTF8.GetString(strings.ReadBytes(row.LanguageLength)),
            Length = row.Length,
            LastWriteTime = SnapshotLayout.ReadTime(row.LastWriteTicks),
            Hash = Convert.ToHexStringLower(row.Hash),
            SkipReason = row.SkipReason,
        };
    }

    /// <summary>Finds a file by its path.</summary>
    /// <param name="path">The path, exactly as it was added.</param>
    /// <returns>The file's number, or -1 where there is none.</returns>
    public int FindFile(string path)
    {
        using MappedFile.Lease lease = _file.Hold();
        byte[] wanted = Encoding.UTF8.GetBytes(path);
        int low = 0;
        int high = FileCount - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            FileRow row = ReadFile(middle);
            int comparison = _file.Read(SnapshotSection.Strings, row.StringOffset, row.PathLength).SequenceCompareTo(wanted);
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
        int low = 0;
        int high = ChunkCount - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int chunk = ReadInt32(SnapshotSection.IdOrder, middle);
            int comparison = new ChunkRow(ReadTable(SnapshotSection.Chunks, chunk, ChunkRow.Size)).Id.CompareTo(id);
            if (comparison == 0)
            {
                return chunk;
            }

            (low, high) = comparison < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>
    /// Ranks chunks by BM25 over the terms of a question, any of which may match, in falling order of score, equal scores
    /// in the order of the chunks.
    /// </summary>
    /// <remarks>
    /// The question is cut into terms as the chunks were; a repeated term counts once; words such as <c>how</c> and
    /// <c>the</c> are left out unless there are no others. How telling a term is comes from the whole snapshot, whatever
    /// the filter.
    /// </remarks>
    /// <param name="query">The question, in words or names.</param>
    /// <param name="top">How many hits at the most.</param>
    /// <param name="includesFile">
    /// Whether chunks of the file with this number are wanted, decided before ranking; asked at most once a file, in the
    /// order of the files. All by default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is not positive.</exception>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public IReadOnlyList<TermHit> SearchTerms(string query, int top, Func<int, bool>? includesFile = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        return MatchTerms(query).FindBest(top, includesFile);
    }

    /// <summary>Scores all chunks and files by BM25 over the terms of a question, as <see cref="SearchTerms"/> does.</summary>
    /// <param name="query">The question, in words or names.</param>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public TermMatches MatchTerms(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using MappedFile.Lease lease = _file.Hold();
        return new TermSearch(this).Match(QueryTerms.Words(query));
    }

    /// <summary>Scores all chunks and files by BM25 over terms as they are stored.</summary>
    /// <param name="terms">The terms, each once, as <see cref="ChooseTellingTerms"/> gives them.</param>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public TermMatches MatchTerms(IReadOnlyList<string> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        using MappedFile.Lease lease = _file.Hold();
        return new TermSearch(this).Match(terms);
    }

    /// <summary>Chooses the terms of a text that tell it from the rest of the repository: frequent in it, rare elsewhere.</summary>
    /// <param name="text">The text, such as a chunk's.</param>
    /// <param name="count">How many terms at the most.</param>
    /// <returns>Terms that at least two chunks hold, the most telling first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="SnapshotDamagedException">A part that was not used before is damaged: rebuild the snapshot.</exception>
    public IReadOnlyList<string> ChooseTellingTerms(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using MappedFile.Lease lease = _file.Hold();
        return new TellingTerms(this).Choose(text, count);
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

    private int ReadInt32(SnapshotSection section, int row) =>
        BinaryPrimitives.ReadInt32LittleEndian(ReadTable(section, row, sizeof(int)));

    private ReadOnlySpan<byte> ReadTable(SnapshotSection section, int row, int size) =>
        _file.Read(section, (long)row * size, size);

    private static int SumOf(int left, int right) =>
        left >= 0 && right >= 0 && left <= int.MaxValue - right
            ? left + right
            : throw new SnapshotDamagedException("a range makes no sense");
}
