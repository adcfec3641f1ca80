namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Codes that are made in memory.</summary>
/// <param name="layout">What lies where.</param>
internal sealed class CodeMemory(CodeLayout layout) : CodeTarget, IDisposable
{
    private AlignedMemory? _memory = new(layout.Length);

    private AlignedMemory Memory => _memory ?? throw new ObjectDisposedException(nameof(CodeMemory));

    /// <inheritdoc/>
    public override void Write(long offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Memory.Part(offset, bytes.Length));

    /// <inheritdoc/>
    public override void Read(long offset, Span<byte> bytes) => Memory.Part(offset, bytes.Length).CopyTo(bytes);

    /// <summary>The codes, which this gives away.</summary>
    /// <param name="largestNorm">As <see cref="CodeImage.LargestNorm"/>.</param>
    public CodeImage ToImage(float largestNorm)
    {
        AlignedMemory memory = Memory;
        CodeImage image = new(memory, memory, 0, layout, largestNorm, checks: null);
        _memory = null;
        return image;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();
}
