namespace VectorHost.Indexing.Chunking;

/// <summary>What a line shows about the structure of the code around it.</summary>
[Flags]
internal enum LineTraits
{
    /// <summary>Nothing in particular: a statement.</summary>
    None = 0,

    /// <summary>A comment, or an attribute or decorator: belongs to the line below it.</summary>
    Leading = 1,

    /// <summary>A comment without words, such as <c>//</c> alone: a paragraph's end inside a comment.</summary>
    EmptyComment = 2,

    /// <summary>A comment that documents what follows, such as <c>/// …</c> or <c>/** … */</c>.</summary>
    Documentation = 4,

    /// <summary>Begins a definition: a type, a function, a member.</summary>
    Definition = 8,

    /// <summary>Begins with what ends or goes on with a block: <c>}</c>, <c>end</c>, <c>else</c>.</summary>
    Closer = 16,

    /// <summary>An opening brace alone, whose header is above.</summary>
    OpenerAlone = 32,

    /// <summary>Begins inside of a comment or a string that an earlier line began.</summary>
    InsideText = 64,

    /// <summary>Begins inside of parentheses or square brackets.</summary>
    InsideBrackets = 128,

    /// <summary>Its first characters go on with the statement above, as <c>.Select(</c> does.</summary>
    Continues = 256,

    /// <summary>Its last characters leave the statement open, as a comma does.</summary>
    EndsOpen = 512,

    /// <summary>Has code, and does not end as a statement of the language ends.</summary>
    Unterminated = 1024,

    /// <summary>A blank line stands above it.</summary>
    AfterBlank = 2048,
}
