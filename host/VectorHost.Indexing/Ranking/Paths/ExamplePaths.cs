namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Examples, samples, demonstrations and benchmarks.</summary>
internal static class ExamplePaths
{
    private static readonly NamePatterns Folders = NamePatterns.LastWords(
        "example examples sample samples demo demos docs_src tutorial tutorials playground playgrounds cookbook bench benches benchmark benchmarks");

    public static bool Include(PathParts path) => path.LiesIn(Folders);
}
