namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Tells what a file is for by the customs of many languages and tools.</summary>
public static class PathKinds
{
    private static readonly KnownPaths Known = new();

    /// <summary>Tells what a file is for.</summary>
    /// <param name="path">The path relative to the repository's root, with <c>/</c> between its parts.</param>
    public static PathKind Of(string path) => Known.Get(path) ?? Known.Add(path, Find(new PathParts(path)));

    private static PathKind Find(PathParts path) =>
        DocumentationPaths.Include(path) ? PathKind.Documentation
        : TestPaths.Include(path) ? PathKind.Test
        : VendoredPaths.Include(path) ? PathKind.Vendored
        : ExamplePaths.Include(path) ? PathKind.Example
        : CompatibilityPaths.Include(path) ? PathKind.Compatibility
        : TranslationPaths.Include(path) ? PathKind.Translation
        : ReExportPaths.Include(path) ? PathKind.ReExport
        : DeclarationPaths.Include(path) ? PathKind.Declaration
        : ToolingPaths.Include(path) ? PathKind.Tooling
        : DataPaths.Include(path) ? PathKind.Data
        : PathKind.Code;
}
