namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Files that only declare what is defined elsewhere.</summary>
internal static class DeclarationPaths
{
    private static readonly NamePatterns Names = NamePatterns.Exactly("*.d.ts *.d.cts *.d.mts *.pyi *.api");

    public static bool Include(PathParts path) => Names.Fit(path.Name);
}
