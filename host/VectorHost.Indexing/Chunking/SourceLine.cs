using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Chunking;

/// <summary>A line of a text that is not blank, by its place in the text, with the blank lines below it.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct SourceLine
{
    /// <summary>Where the line begins in the text.</summary>
    public required int Start { get; init; }

    /// <summary>Its length without the line end.</summary>
    public required int Length { get; init; }

    /// <summary>Its number, counted from 0 over all lines, blank ones too.</summary>
    public required int Number { get; init; }

    /// <summary>Where it begins in a text whose line ends are all one character long.</summary>
    public required int Position { get; init; }

    /// <summary>Columns of white space before its first character; a tab goes to the next multiple of 4.</summary>
    public required int Indent { get; init; }

    /// <summary>How many lines above it, each indented less than the one before, enclose it.</summary>
    public int Level { get; set; }

    /// <summary>What it shows.</summary>
    public LineTraits Traits { get; set; }

    public readonly bool Has(LineTraits traits) => (Traits & traits) != LineTraits.None;

    /// <summary>The line without the white space around it.</summary>
    public readonly ReadOnlySpan<char> TrimmedText(string text) => text.AsSpan(Start, Length).Trim();
}
