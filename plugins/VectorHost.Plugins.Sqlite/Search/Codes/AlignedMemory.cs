using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Memory of any length that is not the garbage collector's, and all zero at first.</summary>
internal sealed unsafe class AlignedMemory : SafeBuffer
{
    private const int Alignment = 64;

    /// <param name="length">How many bytes.</param>
    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public AlignedMemory(long length)
        : base(ownsHandle: true)
    {
        nuint bytes = checked((nuint)length);
        SetHandle((nint)NativeMemory.AlignedAlloc(bytes, Alignment));
        Initialize(bytes);
        NativeMemory.Clear((void*)handle, bytes);
    }

    /// <summary>The bytes of a part, for the one who fills it, before anyone else knows it.</summary>
    public Span<T> Part<T>(long offset, int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ((long)ByteLength - offset) / sizeof(T));
        return new Span<T>((byte*)handle + offset, count);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
