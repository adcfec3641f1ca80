namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>
/// Prose anywhere, pages, styles and settings of a site that documents, and all of a site that has a folder near the root
/// to itself. A folder <c>doc</c> may as well hold the code that makes documentation.
/// </summary>
internal static class DocumentationPaths
{
    private static readonly NamePatterns Prose = NamePatterns.IgnoringCase("md mdx markdown mkd rst adoc asciidoc org tex txt pod ronn");

    private static readonly NamePatterns PageTemplates = NamePatterns.IgnoringCase("*.html.in *.htm.in");

    private static readonly NamePatterns Sites = NamePatterns.IgnoringCase("docs documentation website");

    private static readonly NamePatterns Manuals = NamePatterns.IgnoringCase("doc docs documentation website man");

    private static readonly NamePatterns Pages = NamePatterns.IgnoringCase("htm html css scss toml yml yaml json xml svg js jst");

    private static readonly NamePatterns News = NamePatterns.IgnoringCase("changelog changelogs changelog.d changelogs.d .changeset .changesets newsfragments");

    private static readonly NamePatterns Notices = NamePatterns.IgnoringCase("changelog readme license authors contributing");

    /// <summary>In capitals nobody calls code so, whatever follows: <c>LICENSE-MIT</c>.</summary>
    private static readonly NamePatterns LoudNotices = NamePatterns.Exactly("CHANGELOG CHANGES README LICENSE NEWS HISTORY AUTHORS CONTRIBUTING RELEASE RELEASES");

    public static bool Include(PathParts path) =>
        Prose.Fit(path.Extension)
        || PageTemplates.Fit(path.Name)
        || IsManualPage(path)
        || path.LiesIn(Sites, depth: 2)
        || path.LiesIn(News)
        || (Pages.Fit(path.Extension) && path.LiesIn(Manuals))
        || Notices.Fit(path.Name)
        || LoudNotices.Fit(FirstWord(path.Name));

    /// <summary>A page of the Unix manual by its section, or what it is made from: <c>tar.1</c>, <c>tar.1.in</c>.</summary>
    private static bool IsManualPage(PathParts path)
    {
        PathParts page = path.Extension is "in" or "prebuilt" ? new PathParts(path.Stem) : path;
        return page.Extension is [>= '1' and <= '8'];
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> name)
    {
        int end = name.IndexOfAny('.', '-');
        return end < 0 ? name : name[..end];
    }
}
