using Microsoft.Win32.SafeHandles;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots;

/// <summary>
/// The rows of added chunks until they are written: the last ones in memory, those before them in a temporary file, which is
/// deleted with this.
/// </summary>
/// <param name="path">The temporary file, made when it is needed.</param>
internal sealed class ChunkRowStore(string path) : IDisposable
{
    private const int MostBytesInMemory = 4 << 20;

    private readonly ByteBuffer _rows = new();
    private SafeFileHandle? _file;
    private long _spilled;

    /// <summary>Makes room for rows behind the last.</summary>
    /// <returns>Where they are to be written, before anything else is done here.</returns>
    public Span<byte> Append(int count)
    {
        if (_rows.Count >= MostBytesInMemory)
        {
            Spill();
        }

        return _rows.Append(checked(count * ChunkRow.Size));
    }

    /// <summary>Reads rows that were appended together.</summary>
    /// <param name="first">The first.</param>
    /// <param name="rows">Takes them.</param>
    /// <exception cref="IOException">The temporary file cannot be read.</exception>
    public void Read(int first, Span<byte> rows)
    {
        long start = (long)first * ChunkRow.Size;
        if (start >= _spilled)
        {
            _rows.Written.Slice((int)(start - _spilled), rows.Length).CopyTo(rows);
            return;
        }

        for (int read = 0; read < rows.Length;)
        {
            int count = RandomAccess.Read(_file!, rows[read..], start + read);
            read += count > 0 ? count : throw new IOException("A temporary file of the index was cut short while it was in use. Run the command again.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        _file ??= File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(_file, _rows.Written, _spilled);
        _spilled += _rows.Count;
        _rows.Clear();
    }
}
