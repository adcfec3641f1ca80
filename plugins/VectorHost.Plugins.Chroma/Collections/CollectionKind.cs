namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>What a collection of ours holds; its metadata says so.</summary>
internal enum CollectionKind
{
    /// <summary>An entry for each repository.</summary>
    Catalogue,

    /// <summary>The records of one repository.</summary>
    Records,
}
