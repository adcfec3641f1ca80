using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Files;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>
/// The vectors of one repository in memory, as float32, as 8-bit levels and as bits, with what belongs to them: see
/// <see cref="CodeLayout"/>. Not changed once it is made.
/// </summary>
/// <remarks>
/// The memory is not the garbage collector's: it may be a file's. Nothing may be read once the image is disposed, which
/// <see cref="ScopeVectors"/> sees to.
/// </remarks>
internal sealed unsafe class CodeImage : IDisposable
{
    private readonly SafeBuffer _memory;
    private readonly IDisposable _owner;
    private readonly PageChecks? _checks;
    private readonly byte* _start;

    /// <param name="memory">Of at least the layout's length after <paramref name="offset"/>.</param>
    /// <param name="owner">Disposed with the image; frees the memory.</param>
    /// <param name="offset">Where the layout begins.</param>
    /// <param name="layout">What lies where.</param>
    /// <param name="largestNorm">No vector is longer, nor what its levels stand for.</param>
    /// <param name="checks">Checks parts of the memory before they are read first, where it can be damaged.</param>
    public CodeImage(SafeBuffer memory, IDisposable owner, long offset, CodeLayout layout, float largestNorm, PageChecks? checks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (long)memory.ByteLength - layout.Length);
        _memory = memory;
        _owner = owner;
        _checks = checks;
        Layout = layout;
        LargestNorm = largestNorm;
        byte* start = null;
        memory.AcquirePointer(ref start);
        _start = start + offset;
        memory.ReleasePointer();
    }

    /// <summary>What lies where.</summary>
    public CodeLayout Layout { get; }

    /// <summary>No vector is longer, nor what its levels stand for.</summary>
    public float LargestNorm { get; }

    /// <summary>The centre.</summary>
    public ReadOnlySpan<float> Center => Read<float>(Layout.Center, Layout.Dimensions);

    /// <summary>The bits of rows.</summary>
    /// <param name="row">The first, at the beginning of a block.</param>
    /// <param name="count">How many, in whole blocks.</param>
    public ReadOnlySpan<byte> Bits(int row, int count) => Read<byte>(
        Layout.Bits + (row / BinaryKernels.BlockRows * (long)Layout.BlockBytes), count / BinaryKernels.BlockRows * Layout.BlockBytes);

    /// <summary>One of the three factors of rows.</summary>
    /// <param name="factor">Which: 0 to 2.</param>
    /// <param name="row">The first row.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Factors(int factor, int row, int count) =>
        Read<float>(Layout.Factors + ((((long)factor * Layout.BlockedCount) + row) * sizeof(float)), count);

    /// <summary>What a level of each row stands for.</summary>
    public ReadOnlySpan<float> Scales(int row, int count) => Read<float>(Layout.Scales + ((long)row * sizeof(float)), count);

    /// <summary>The length of what each row's levels leave out.</summary>
    public ReadOnlySpan<float> Residuals(int row, int count) =>
        Read<float>(Layout.Scales + (((long)Layout.BlockedCount + row) * sizeof(float)), count);

    /// <summary>The levels of rows, one row after the other.</summary>
    public ReadOnlySpan<byte> Levels(int row, int count) =>
        Read<byte>(Layout.Levels + ((long)row * Layout.CodeDimensions), count * Layout.CodeDimensions);

    /// <summary>The vector of a row.</summary>
    public ReadOnlySpan<float> Vector(int row) =>
        Read<float>(Layout.Vectors + ((long)row * Layout.Dimensions * sizeof(float)), Layout.Dimensions);

    /// <summary>The number of a row in the database.</summary>
    public long RowId(int row) => Read<long>(Layout.RowIds + ((long)row * sizeof(long)), 1)[0];

    /// <summary>The id of a row's record.</summary>
    public Guid Id(int row) => new(Read<byte>(Layout.Ids + ((long)row * CodeLayout.IdBytes), CodeLayout.IdBytes), bigEndian: true);

    /// <summary>The row with a number, or a negative number where there is none.</summary>
    public int Find(long rowId)
    {
        int low = 0;
        int high = Layout.Count - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            long found = RowId(middle);
            if (found == rowId)
            {
                return middle;
            }

            (low, high) = found < rowId ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Asks for the cache lines of a row's levels, or of its vector, which will be read soon.</summary>
    public void PrefetchLevels(int row) => Prefetch(Layout.Levels + ((long)row * Layout.CodeDimensions), Layout.CodeDimensions);

    /// <inheritdoc cref="PrefetchLevels"/>
    public void PrefetchVector(int row) =>
        Prefetch(Layout.Vectors + ((long)row * Layout.Dimensions * sizeof(float)), Layout.Dimensions * sizeof(float));

    /// <summary>The bytes of a part, for writing them to a file.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int length) => Read<byte>(offset, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _owner.Dispose();
    }

    private ReadOnlySpan<T> Read<T>(long offset, int count)
        where T : unmanaged
    {
        if (_checks is not null && count > 0)
        {
            _checks.Check(_start, offset, (long)count * sizeof(T));
        }

        return new ReadOnlySpan<T>(_start + offset, count);
    }

    private void Prefetch(long offset, int length)
    {
        if (Sse.IsSupported)
        {
            const int CacheLine = 64;
            for (int i = 0; i < length; i += CacheLine)
            {
                Sse.Prefetch0(_start + offset + i);
            }
        }
    }
}
