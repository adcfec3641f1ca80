namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Where codes go that are being made: see <see cref="CodeLayout"/>. Any number of threads may use it, each for parts of its own.</summary>
internal abstract class CodeTarget
{
    /// <summary>Writes a part. It begins where a page does, and what is left of its last page is zero.</summary>
    /// <param name="offset">Where, from the start of the layout.</param>
    /// <param name="bytes">The bytes.</param>
    public abstract void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reads what was written.</summary>
    /// <param name="offset">Where, from the start of the layout.</param>
    /// <param name="bytes">Takes the bytes.</param>
    public abstract void Read(long offset, Span<byte> bytes);
}
