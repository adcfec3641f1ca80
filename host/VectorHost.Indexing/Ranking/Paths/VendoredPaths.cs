namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Code of others, and what was built from one's own.</summary>
internal static class VendoredPaths
{
    private static readonly NamePatterns Folders = NamePatterns.IgnoringCase("vendor vendored _vendor third_party third-party thirdparty bundled node_modules dist *-dist");

    /// <summary>Deeper inside they hold what has to do with somebody else's service.</summary>
    private static readonly NamePatterns FoldersNearRoot = NamePatterns.IgnoringCase("extern external");

    public static bool Include(PathParts path) => path.LiesIn(Folders) || path.LiesIn(FoldersNearRoot, depth: 2);
}
