namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>
/// Build scripts and settings of tools, by the names that the tools ask for; folders that hold nothing else; changes to
/// files, which quote code.
/// </summary>
internal static class ToolingPaths
{
    private static readonly NamePatterns RootFolders = NamePatterns.IgnoringCase(
        ".github .gitlab .circleci .azure-pipelines .buildkite .vscode .idea .husky .devcontainer .config .configs");

    private static readonly NamePatterns Folders = NamePatterns.IgnoringCase("script scripts cmake m4 buildSrc build-logic ci .ci");

    private static readonly NamePatterns Names = NamePatterns.IgnoringCase(
        "Makefile GNUmakefile Rakefile Gemfile Dockerfile Jenkinsfile Vagrantfile Podfile CMakeLists.txt meson.build BUILD WORKSPACE MODULE "
        + "configure configure.ac configure.in build.rs build.zig build.sbt build.xml build.cake build.ps1 build.sh build.fsx "
        + "Package.swift Package@swift-*.swift mix.exs Setup.hs setup.py noxfile.py go.mod Cargo.toml *.gradle.kts");

    private static readonly NamePatterns Extensions = NamePatterns.IgnoringCase(
        "cmake mk mak am m4 gradle bzl bazel nix podspec gemspec rockspec cabal sln slnx *proj props targets nuspec iss diff patch bat cmd");

    /// <summary>Names without their extension, of files that a tool asks its user to write in a script language.</summary>
    private static readonly NamePatterns Settings = NamePatterns.IgnoringCase("*.config *-config *.conf *-conf gulpfile Gruntfile");

    private static readonly NamePatterns ScriptLanguages = NamePatterns.IgnoringCase("js cjs mjs ts cts mts");

    private static readonly NamePatterns RunCommands = NamePatterns.IgnoringCase(".*rc");

    private static readonly NamePatterns Manuals = NamePatterns.IgnoringCase("doc docs");

    public static bool Include(PathParts path) =>
        Names.Fit(path.Name)
        || Extensions.Fit(path.Extension)
        || RunCommands.Fit(path.Name)
        || RunCommands.Fit(path.Stem)
        || (Settings.Fit(path.Stem) && ScriptLanguages.Fit(path.Extension))
        || path.LiesIn(RootFolders, depth: 1)
        || path.LiesIn(Folders)
        || (path.Name is "conf.py" && path.LiesIn(Manuals));
}
