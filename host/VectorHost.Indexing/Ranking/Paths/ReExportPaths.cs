namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Files whose custom it is to pass on what others define. Whether one does, its text tells.</summary>
internal static class ReExportPaths
{
    private static readonly NamePatterns Names = NamePatterns.Exactly(
        "__init__.py __init__.pyi package-info.java index.js index.cjs index.mjs index.ts index.cts index.mts");

    public static bool Include(PathParts path) => Names.Fit(path.Name);
}
