using System.Buffers;
using System.Text;
using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Snapshots.Terms;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots;

/// <summary>Builds a snapshot: collects files, then writes them all at once.</summary>
/// <remarks>
/// <para>
/// Files are added in any order, by one thread at a time. What is written depends on the header and the files alone:
/// neither their order, nor the memory budget, nor whether a file was kept or added anew changes a byte of it.
/// </para>
/// <para>
/// Memory is bounded: the terms of added chunks are collected up to a budget and then moved to a temporary file, and what else
/// is known of them up to 4 MiB. Beside that the writer keeps 4 bytes a chunk that was added, 20 more a chunk while it writes,
/// about 200 bytes and the path a file, and up to about 20 MiB of words as they are written.
/// </para>
/// <para>
/// Disposing deletes the temporary files, also without <see cref="Complete"/>: then nothing was written.
/// </para>
/// </remarks>
public sealed class SnapshotWriter : IDisposable
{
    /// <summary>The memory for terms where none is given: 32 MiB.</summary>
    public const long DefaultMemoryBudget = 32L * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly SnapshotHeader _header;
    private readonly string _workingDirectory;
    private readonly long _memoryBudget;
    private readonly TermAccumulator _terms;
    private readonly List<PendingFile> _files = [];
    private readonly ChunkRowStore _chunkRows;
    private readonly List<int> _lengths = [];
    private RepositorySnapshot? _previous;
    private TermSpill? _spill;
    private bool _completed;
    private bool _disposed;

    /// <summary>Begins a snapshot.</summary>
    /// <param name="header">What the snapshot mirrors.</param>
    /// <param name="workingDirectory">
    /// A folder for temporary files, made where it is missing. One writer uses it at a time (see
    /// <see cref="RepositoryLock"/>); what a killed one left there is replaced or deleted.
    /// </param>
    /// <param name="memoryBudget">About how many bytes of terms are held in memory at once.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    public SnapshotWriter(SnapshotHeader header, string workingDirectory, long memoryBudget = DefaultMemoryBudget)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentException.ThrowIfNullOrEmpty(workingDirectory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(memoryBudget);
        _header = header;
        _terms = new TermAccumulator(Words);
        _workingDirectory = workingDirectory;
        _memoryBudget = memoryBudget;
        _chunkRows = new ChunkRowStore(ChunkPath);
        Directory.CreateDirectory(workingDirectory);
        File.Delete(SpillPath);
        File.Delete(TermPath);
        File.Delete(ChunkPath);
    }

    /// <summary>How many chunks were added or kept so far.</summary>
    public int ChunkCount { get; private set; }

    /// <summary>Counts the words of each text that is added.</summary>
    internal WordCounter Words { get; } = new();

    private string SpillPath => Path.Combine(_workingDirectory, "postings.spill");

    private string ChunkPath => Path.Combine(_workingDirectory, "chunks.spill");

    private string TermPath => Path.Combine(_workingDirectory, "terms.spill");

    /// <summary>Carries a file over from an earlier snapshot, with its chunks and their terms: its text is not needed.</summary>
    /// <param name="previous">The earlier snapshot, always the same one; it must stay open until this is disposed.</param>
    /// <param name="file">The file's number in it.</param>
    /// <exception cref="ArgumentException">Another snapshot was given before.</exception>
    public void KeepFile(RepositorySnapshot previous, int file)
    {
        ArgumentNullException.ThrowIfNull(previous);
        EnsureOpen();
        if (!ReferenceEquals(_previous ??= previous, previous))
        {
            throw new ArgumentException("Files can be kept from one snapshot only.", nameof(previous));
        }

        (int first, int count) = previous.GetChunkRange(file);
        _files.Add(new PendingFile
        {
            Path = Encoding.UTF8.GetBytes(previous.GetFile(file).Path),
            KeptIndex = file,
            FirstChunk = first,
            ChunkCount = count,
        });
        ChunkCount = checked(ChunkCount + count);
    }

    /// <summary>Adds a file with its chunks. Chunks are expected from the first line to the last.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunks">Its chunks with their texts; the texts are not kept.</param>
    /// <exception cref="ArgumentException">A hash is not one, a skipped file has chunks, or the path cannot be written in UTF-8; nothing was added.</exception>
    public void AddFile(SnapshotFile file, IReadOnlyList<(SnapshotChunk Chunk, string Text)> chunks) =>
        AddCountedFile(file, chunks, static _ => { });

    /// <summary>Adds a file with its chunks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunks">Its chunks with their texts.</param>
    /// <param name="counted">Called with each chunk's place in the list when <see cref="Words"/> has counted the chunk's words.</param>
    internal void AddCountedFile(SnapshotFile file, IReadOnlyList<(SnapshotChunk Chunk, string Text)> chunks, Action<int> counted)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(chunks);
        EnsureOpen();
        byte[] path = Check(file, chunks);
        _files.Add(new PendingFile
        {
            Path = path,
            Row = FileRow.Of(file, path.Length, Encoding.UTF8.GetByteCount(file.Language), chunks.Count),
            Language = file.Language,
            FirstChunk = _lengths.Count,
            ChunkCount = chunks.Count,
        });
        ChunkCount = checked(ChunkCount + chunks.Count);
        Span<byte> rows = _chunkRows.Append(chunks.Count);
        PathWords words = new(file.Path);
        for (int i = 0; i < chunks.Count; i++)
        {
            (SnapshotChunk chunk, string text) = chunks[i];
            ChunkRow.Write(rows[(i * ChunkRow.Size)..], chunk);
            Words.Count(text);
            counted(i);
            _lengths.Add(_terms.AddCounted() + AddTerms(words.Stem, PathWords.StemWeight) + AddTerms(words.Folders, weight: 1));
            _terms.EndChunk();
        }

        if (_terms.UsedBytes > _memoryBudget)
        {
            Spill();
        }
    }

    /// <summary>Adds a file that was read and is not indexed, so that it is not read again.</summary>
    /// <param name="file">The file, with its <see cref="SnapshotFile.SkipReason"/>.</param>
    /// <exception cref="ArgumentException">There is no reason, or the file is not as <see cref="AddFile"/> needs it.</exception>
    public void AddSkippedFile(SnapshotFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.SkipReason == 0)
        {
            throw new ArgumentException("A skipped file needs a reason.", nameof(file));
        }

        AddFile(file, []);
    }

    /// <summary>
    /// Writes the snapshot beside its target, puts it on the disk, and gives it its name in one step: whoever opens the
    /// target finds the old snapshot or the new one, whole.
    /// </summary>
    /// <remarks>
    /// On Windows a file that is open as a snapshot anywhere cannot be replaced:
    /// <see cref="SnapshotLocation.Publish"/> gives each snapshot a name of its own and so works everywhere.
    /// </remarks>
    /// <param name="target">The snapshot's file; its folder exists.</param>
    /// <param name="cancellationToken">Cancels the writing; the target is then as it was.</param>
    /// <exception cref="InvalidOperationException">Two files have the same path, or two chunks the same id.</exception>
    /// <exception cref="SnapshotDamagedException">The previous snapshot is damaged: build without it.</exception>
    /// <exception cref="IOException">The snapshot could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The snapshot may not be written.</exception>
    public void Complete(string target, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        EnsureOpen();
        _completed = true;
        SnapshotAssembly assembly = new(_header, _files, _previous)
        {
            AddedRows = _chunkRows,
            AddedLengths = _lengths,
            AddedTerms = _terms,
            SpilledTerms = _spill?.ToSources() ?? [],
            TermFile = TermPath,
        };
        assembly.Write(target, cancellationToken);
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose()
    {
        _disposed = true;
        _chunkRows.Dispose();
        _spill?.Dispose();
        _spill = null;
    }

    private static byte[] Check(SnapshotFile file, IReadOnlyList<(SnapshotChunk Chunk, string Text)> chunks)
    {
        if (file.SkipReason != 0 && chunks.Count > 0)
        {
            throw new ArgumentException("A skipped file has no chunks.", nameof(chunks));
        }

        CheckHash(file.Hash, nameof(file));
        foreach ((SnapshotChunk chunk, _) in chunks)
        {
            CheckHash(chunk.Hash, nameof(chunks));
        }

        try
        {
            return StrictUtf8.GetBytes(file.Path);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("The path holds half of a surrogate pair.", nameof(file), e);
        }
    }

    private static void CheckHash(string hash, string parameter)
    {
        if (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw new ArgumentException("A hash must have 64 hexadecimal digits.", parameter);
        }
    }

    private int AddTerms(ReadOnlySpan<char> text, int weight)
    {
        Words.Count(text);
        return _terms.AddCounted(weight);
    }

    private void Spill()
    {
        _spill ??= new TermSpill(SpillPath);
        _spill.Add(_terms.ToSource());
        _terms.Clear();
    }

    private void EnsureOpen()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed)
        {
            throw new InvalidOperationException("The snapshot has been written: nothing can be added to it.");
        }
    }
}
