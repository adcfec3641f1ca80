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
    public Span<byte> Part(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (long)ByteLength - offset);
        return new Span<byte>((byte*)handle + offset, length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
