namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Data and settings, by what they are written in.</summary>
internal static class DataPaths
{
    private static readonly NamePatterns Extensions = NamePatterns.IgnoringCase(
        "json jsonl xml csv tsv dat yml yaml svg resx po txt log snap toml ini lock css scss less");

    public static bool Include(PathParts path) => Extensions.Fit(path.Extension);
}
