using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Ranking;

/// <summary>Tells what a file is for by the customs of many languages and tools.</summary>
public static partial class PathKinds
{
    /// <summary>
    /// In milliseconds; never reached for a path. Patterns that can go back are compiled with the program, which the others
    /// are not: they would take longer to make than a cold search to answer.
    /// </summary>
    private const int MatchTimeout = 10_000;

    private static readonly KnownPaths Known = new();

    /// <summary>Tells what a file is for.</summary>
    /// <param name="path">The path relative to the repository's root, with <c>/</c> between its parts.</param>
    public static PathKind Of(string path) => Known.Get(path) ?? Known.Add(path, Find(path));

    private static PathKind Find(string path) =>
        Documentation().IsMatch(path) ? PathKind.Documentation
        : Tests().IsMatch(path) ? PathKind.Test
        : Vendored().IsMatch(path) ? PathKind.Vendored
        : Examples().IsMatch(path) ? PathKind.Example
        : Legacy().IsMatch(path) ? PathKind.Compatibility
        : Translations().IsMatch(path) ? PathKind.Translation
        : ReExports().IsMatch(path) ? PathKind.ReExport
        : Declarations().IsMatch(path) ? PathKind.Declaration
        : Tooling().IsMatch(path) ? PathKind.Tooling
        : Data().IsMatch(path) ? PathKind.Data
        : PathKind.Code;

    /// <summary>
    /// Prose anywhere, pages, styles and settings of a site that documents, and all of a site that has a folder near the root
    /// to itself. A folder <c>doc</c> may as well hold the code that makes documentation.
    /// </summary>
    [GeneratedRegex(
        @"\.(md|mdx|markdown|mkd|rst|adoc|asciidoc|org|tex|txt|pod|ronn|[1-8](\.(in|prebuilt))?)$|\.html?\.in$|^([^/]+/)?(docs|documentation|website)/|(^|/)(docs?|documentation|website|man)/(.*/)?[^/]*\.(html?|css|scss|toml|ya?ml|json|xml|svg|js|jst)$|(^|/)(changelogs?(\.d)?|\.changesets?|newsfragments)/|(^|/)((?-i:CHANGELOG|CHANGES|README|LICENSE|NEWS|HISTORY|AUTHORS|CONTRIBUTING|RELEASES?)([.-][^/]*)?|changelog|readme|license|authors|contributing)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Documentation();

    [GeneratedRegex(
        @"(^|/)(_?_?tests?_?_?|specs?|spec_helper|testing|testdata|test-?fixtures?|testFixtures|[Ff]ixtures?|test-d|e2e|mocks|__mocks__|cypress|fuzz|fuzzers?|Test(App|Apps|Assets|Cases|Common|Data|Fixtures|Helpers?|Infrastructure|Projects?|Resources|Support|Util|Utils|Utilities)|[A-Za-z0-9_.-]*[._-]tests?|[A-Za-z0-9_.-]*Tests?|androidTest|jvmTest|commonTest)/|(^|/)(tests?[_-][^/]*|tests?|[^/]*([_.-]tests?|[.]stories|[_.-]specs?|Tests?|Spec|TestCase|IT))\.[^/.]+$|(^|/)conftest\.py$|\.bats$",
        RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Tests();

    /// <summary>Code of others, and what was built from one's own.</summary>
    [GeneratedRegex(@"(^|/)(vendor|vendored|third[_-]?party|thirdparty|bundled|_vendor|node_modules|([^/]+-)?dist)/|^([^/]+/)?extern(al)?/", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Vendored();

    [GeneratedRegex(@"(^|/)([^/]*[._-])?(examples?|samples?|demos?|docs_src|tutorials?|playgrounds?|cookbook|bench|benches|benchmarks?)/", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Examples();

    [GeneratedRegex(@"(^|/)_?(legacy|compat(?!ible)|(deprecated|obsolete)(?![a-z]))[^/]*(/|\.[^/]+$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Legacy();

    [GeneratedRegex(@"(^|/)(__init__\.pyi?|package-info\.java|index\.[cm]?[jt]s)$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex ReExports();

    [GeneratedRegex(@"\.(d\.[cm]?ts|pyi|api)$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Declarations();

    /// <summary>
    /// Build scripts and settings of tools, by the names that the tools ask for; folders that hold nothing else; changes to
    /// files, which quote code.
    /// </summary>
    [GeneratedRegex(
        @"^\.(github|gitlab|circleci|azure-pipelines|buildkite|vscode|idea|husky|devcontainer|configs?)/|(^|/)(scripts?|cmake|m4|buildSrc|build-logic|\.?ci)/|(^|/)(Makefile|GNUmakefile|Rakefile|Gemfile|Dockerfile|Jenkinsfile|Vagrantfile|Podfile|CMakeLists\.txt|meson\.build|BUILD|WORKSPACE|MODULE|configure(\.ac|\.in)?|build\.(rs|zig|sbt|xml|cake|ps1|sh|fsx)|(gulpfile|Gruntfile)\.[cm]?[jt]s|Package(@swift-[^/]*)?\.swift|mix\.exs|Setup\.hs|setup\.py|noxfile\.py|go\.mod|Cargo\.toml)$|(^|/)docs?/([^/]+/)*conf\.py$|[.-](config|conf)\.[cm]?[jt]s$|(^|/)\.[^/]*rc(\.[^/]*)?$|\.(cmake|mk|mak|am|m4|gradle|gradle\.kts|bzl|bazel|nix|podspec|gemspec|rockspec|cabal|sln|slnx|[a-z]+proj|props|targets|nuspec|iss|diff|patch|bat|cmd)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Tooling();

    /// <summary>A file, or a folder, named with a language tag other than English among the locales: <c>locales/de.ts</c>.</summary>
    [GeneratedRegex(
        @"(^|/)(locales?|i18n|l10n|translations?)/(?!en(g|[-_][A-Z]{2})?[/.])[a-z]{2,3}([-_]([A-Za-z]{2}|[A-Za-z]{4,8}))*(/|\.[^/]+$)",
        RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Translations();

    [GeneratedRegex(@"\.(json|jsonl|xml|csv|tsv|dat|ya?ml|svg|resx|po|txt|log|snap|toml|ini|lock|css|scss|less)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex Data();
}
