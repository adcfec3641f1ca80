using System.Buffers;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>A resource of this assembly as the system mapped it with the assembly: nothing is copied, and only what is used is read.</summary>
/// <remarks>It is there as long as the assembly, which nobody unloads, and is not to be written.</remarks>
internal sealed unsafe class ResourceMemory : MemoryManager<byte>
{
    private readonly byte* _start;
    private readonly int _length;

    private ResourceMemory(UnmanagedMemoryStream resource)
    {
        _start = resource.PositionPointer;
        _length = checked((int)resource.Length);
    }

    /// <summary>Finds a resource.</summary>
    /// <param name="name">Its logical name.</param>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static ReadOnlyMemory<byte> Open(string name)
    {
        // The runtime gives out resources of assemblies as memory.
        using var resource = (UnmanagedMemoryStream?)typeof(ResourceMemory).Assembly.GetManifestResourceStream(name);
        return resource is null
            ? throw new InvalidOperationException($"The resource {name} is missing from the assembly.")
            : new ResourceMemory(resource).Memory;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle(_start + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // It never moves.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The assembly owns it.
    }
}
