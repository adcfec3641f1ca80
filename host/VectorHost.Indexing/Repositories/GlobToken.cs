using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Repositories;

/// <summary>One step of a <see cref="Glob"/>.</summary>
/// <param name="Kind">What it accepts.</param>
/// <param name="Literal">The byte of a <see cref="GlobTokenKind.Literal"/>.</param>
/// <param name="Set">For a <see cref="GlobTokenKind.Set"/>: whether each of the 256 bytes is in it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlobToken(GlobTokenKind Kind, byte Literal = 0, bool[]? Set = null)
{
    /// <summary>Whether a step that takes exactly one byte takes this one.</summary>
    public bool Accepts(byte value) => Set is null ? Literal == value : Set[value];
}
