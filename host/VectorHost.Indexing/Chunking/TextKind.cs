namespace VectorHost.Indexing.Chunking;

/// <summary>How a text is built, which says where it can be cut.</summary>
internal enum TextKind
{
    /// <summary>Definitions with statements in them.</summary>
    Code,

    /// <summary>Nested items: configuration, markup, style sheets.</summary>
    Data,

    /// <summary>Paragraphs.</summary>
    Prose,

    /// <summary>Sections under headings.</summary>
    Markdown,
}
