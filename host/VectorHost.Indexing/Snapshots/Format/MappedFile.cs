using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>
/// A file mapped into memory. The one place where snapshots touch raw memory: every span that leaves it was checked
/// against the file's length.
/// </summary>
/// <remarks>
/// A span is valid while a <see cref="Lease"/> is held: the file is unmapped when it was disposed and the last lease has
/// ended, so that a search that races with disposal fails cleanly or completes. Cutting a mapped file short would end
/// the process at the next read, as with any mapped file; snapshots are therefore never altered in place.
/// </remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _disposed;

    private MappedFile(MemoryMappedFile mapping, MemoryMappedViewAccessor view, long length)
    {
        _mapping = mapping;
        _view = view;
        Length = length;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + view.PointerOffset;
    }

    public long Length { get; }

    /// <exception cref="IOException">The file cannot be opened or mapped, or is empty.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static MappedFile Open(string path)
    {
        // Others may delete or rename the file meanwhile: what is mapped stays.
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        MemoryMappedFile? mapping = null;
        try
        {
            long length = RandomAccess.GetLength(handle);
            if (length == 0)
            {
                throw new IOException("the file is empty");
            }

            mapping = MemoryMappedFile.CreateFromFile(
                handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new MappedFile(mapping, mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            mapping?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the memory mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The file has been disposed.</exception>
    public Lease Hold() => new(_view.SafeMemoryMappedViewHandle);

    /// <exception cref="SnapshotDamagedException">The range is not within the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new SnapshotDamagedException("a table reaches beyond the end of the file");
        }

        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _mapping.Dispose();
        }
    }

    internal readonly ref struct Lease
    {
        private readonly SafeMemoryMappedViewHandle? _handle;

        public Lease(SafeMemoryMappedViewHandle handle)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }

        public void Dispose() => _handle?.DangerousRelease();
    }
}
