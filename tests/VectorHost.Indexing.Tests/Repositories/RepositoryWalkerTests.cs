using System.Diagnostics;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Repositories;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RepositoryWalkerTests : IDisposable
{
    private readonly Git _git = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SkipCounter _skips = new();

    public void Dispose()
    {
        _git.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Files_come_in_the_ordinal_order_of_their_paths()
    {
        Write("b.cs", "a-b/x.cs", "a/x.cs", "a/B.cs", "a0/x.cs", "a.cs", "Z.cs", "é.cs");

        string[] walked = Walk();

        Assert.That(walked, Is.EqualTo(walked.Order(StringComparer.Ordinal)).And.Length.EqualTo(8));
    }

    [Test]
    public void A_file_is_described_as_the_file_system_does()
    {
        string path = _folder.Write("src/a.cs", "12345");
        DateTimeOffset time = new(2020, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        File.SetLastWriteTimeUtc(path, time.UtcDateTime);

        WalkedFile file = new RepositoryWalker(_git.Folders).Walk(_folder.Path, new WalkOptions(), _skips).Single();

        Assert.That(file, Is.EqualTo(new WalkedFile { Path = "src/a.cs", FullPath = path, Length = 5, LastWriteTimeUtc = time }));
    }

    [Test]
    public void Hidden_files_are_walked_and_those_of_version_control_are_not()
    {
        Write(".github/workflows/ci.yml", ".editorconfig", ".hg/store", ".svn/entries", "sub/.git/config", "sub/a.cs");
        _folder.Write("module/.git", "gitdir: ../elsewhere");
        Write("module/b.cs");

        Assert.That(Walk(), Is.EqualTo(new[] { ".editorconfig", ".github/workflows/ci.yml", "module/b.cs", "sub/a.cs" }));
        Assert.That(_skips[SkipReason.VersionControl], Is.EqualTo(4));
    }

    [TestCase(".git", "gitdir: a\0b")]
    [TestCase(".git/commondir", "a\0b")]
    [TestCase(".git/config", "[core]\nexcludesFile = a\0b")]
    public void What_is_no_path_where_git_names_one_counts_as_none(string file, string content)
    {
        _folder.Write(file, content);
        Write("a.cs");

        Assert.That(Walk(), Is.EqualTo(new[] { "a.cs" }));
    }

    [Test]
    public void Ignore_files_above_the_root_hold_up_to_the_work_trees_root()
    {
        _folder.Write(".gitignore", "*.txt\n");
        _folder.Write("repo/.gitignore", "*.log\n/part/anchored\n!keep.md\n");
        _folder.Write("repo/mid/.gitignore", "/part/deep\n");
        Write("repo/mid/part/a.log", "repo/mid/part/deep", "repo/mid/part/anchored", "repo/mid/part/b.txt", "repo/mid/part/c.cs");
        _git.Run(_folder.At("repo"), null, "init", "-q");

        Assert.That(Walk("repo/mid/part"), Is.EqualTo(new[] { "anchored", "b.txt", "c.cs" }));
        Assert.That(_skips[SkipReason.Ignored], Is.EqualTo(2));
    }

    [Test]
    public void A_root_that_is_ignored_itself_is_walked_because_it_was_asked_for()
    {
        _folder.Write(".gitignore", "vendor/\n");
        Write("vendor/a.cs");
        _git.Run(_folder.Path, null, "init", "-q");

        Assert.That(Walk("vendor"), Is.EqualTo(new[] { "a.cs" }));
    }

    [Test]
    public void An_ignored_folder_counts_once_and_is_not_entered()
    {
        _folder.Write(".gitignore", "out/\n");
        Write("out/a", "out/b", "out/deep/c", "a.cs");

        Assert.That(Walk(), Is.EqualTo(new[] { ".gitignore", "a.cs" }));
        Assert.That(_skips.ToDictionary(), Is.EqualTo(new Dictionary<SkipReason, long> { [SkipReason.Ignored] = 1 }));
    }

    [Test]
    public void Our_own_ignore_file_is_read_after_gits_and_without_git_too()
    {
        _folder.Write(".gitignore", "*.gen\n");
        _folder.Write(".vectorhostignore", "fixtures/\n!wanted.gen\n");
        Write("fixtures/a.cs", "wanted.gen", "other.gen");

        Assert.That(Walk(), Is.EqualTo(new[] { ".gitignore", ".vectorhostignore", "wanted.gen" }));
    }

    [Test]
    public void The_users_global_ignore_file_holds_where_git_looks_for_it()
    {
        Write("a.cs", "a.global", "a.default");
        _git.Home.Write("settings/git/ignore", "*.default\n");
        Assert.That(Walk(), Is.EqualTo(new[] { "a.cs", "a.global" }));

        _git.Home.Write(".gitconfig", "[user]\n\tname = x\n[Core] # comment\n\texcludesFile = \"~/my ignore\" ; here\n");
        _git.Home.Write("my ignore", "*.global\n");
        Assert.That(Walk(), Is.EqualTo(new[] { "a.cs", "a.default" }));

        _git.Run(_folder.Path, null, "init", "-q");
        Assert.That(Walk(), Is.EqualTo(_git.FilesNotIgnored(_folder.Path)));

        _git.Run(_folder.Path, null, "config", "core.excludesFile", _git.Home.At("settings/git/ignore"));
        Assert.That(Walk(), Is.EqualTo(new[] { "a.cs", "a.global" }).And.EqualTo(_git.FilesNotIgnored(_folder.Path)));
    }

    [Test]
    public void A_linked_work_tree_shares_the_exclude_file_of_its_repository()
    {
        Write("main/a.cs");
        _git.Run(_folder.At("main"), null, "init", "-q");
        _git.Run(_folder.At("main"), null, "add", ".");
        _git.Run(_folder.At("main"), null, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "-m", "x");
        _git.Run(_folder.At("main"), null, "worktree", "add", "-q", _folder.At("linked"));
        _folder.Write("main/.git/info/exclude", "*.tmp\n");
        Write("linked/b.tmp");

        Assert.That(Walk("linked"), Is.EqualTo(new[] { "a.cs" }));
    }

    [Test]
    public void Tool_folders_lock_files_and_what_is_no_source_by_name_are_left_out()
    {
        Write("node_modules/x/index.js", "src/__pycache__/a.pyc", "package-lock.json", "go.sum", "app.min.js", "app.js.map", "Form.Designer.cs", "logo.PNG", "a.zip", "bin/run.cs");

        Assert.That(Walk(), Is.EqualTo(new[] { "bin/run.cs" }));
        Assert.That(_skips.ToDictionary(), Is.EquivalentTo(new Dictionary<SkipReason, long>
        {
            [SkipReason.ToolFolder] = 2,
            [SkipReason.LockFile] = 2,
            [SkipReason.Minified] = 2,
            [SkipReason.Generated] = 1,
            [SkipReason.Binary] = 2,
        }));
    }

    [Test]
    public void Include_brings_back_what_is_left_out_by_default_and_does_not_narrow_the_walk()
    {
        Write("node_modules/ours/a.js", "node_modules/ours/package-lock.json", "node_modules/other/b.js", "go.sum", "yarn.lock", "src/c.cs");

        string[] walked = Walk(options: new WalkOptions { Include = ["/node_modules/ours/", "go.sum"] });

        Assert.That(walked, Is.EqualTo(new[] { "go.sum", "node_modules/ours/a.js", "node_modules/ours/package-lock.json", "src/c.cs" }));
    }

    [Test]
    public void Include_overrides_neither_an_ignore_file_nor_the_size_limit()
    {
        _folder.Write(".gitignore", "secret.cs\n");
        _folder.Write("large.cs", new string('x', 101));
        Write("secret.cs");

        Assert.That(Walk(options: new WalkOptions { Include = ["*.cs"], MaxFileBytes = 100 }), Is.EqualTo(new[] { ".gitignore" }));
        Assert.That(_skips[SkipReason.TooLarge], Is.EqualTo(1));
    }

    [Test]
    public void Exclude_has_the_last_word()
    {
        Write("src/a.cs", "src/a.md", "docs/b.cs", "src/keep/c.md");

        string[] walked = Walk(options: new WalkOptions { Include = ["docs/"], Exclude = ["/docs", "*.md", "!src/keep/*.md"] });

        Assert.That(walked, Is.EqualTo(new[] { "src/a.cs", "src/keep/c.md" }));
        Assert.That(_skips[SkipReason.Excluded], Is.EqualTo(2));
    }

    [Test]
    public void Patterns_of_the_configuration_start_at_the_root_given_not_at_the_work_trees()
    {
        Write("part/docs/a.cs", "part/sub/docs/b.cs");
        _git.Run(_folder.Path, null, "init", "-q");

        Assert.That(Walk("part", new WalkOptions { Exclude = ["/docs"] }), Is.EqualTo(new[] { "sub/docs/b.cs" }));
    }

    [Test]
    public void No_link_is_followed()
    {
        Write("real/a.cs");
        using TemporaryFolder outside = new();
        outside.Write("secret.cs", "x");
        Directory.CreateSymbolicLink(_folder.At("out"), outside.Path);
        Directory.CreateSymbolicLink(_folder.At("real/loop"), _folder.Path);
        File.CreateSymbolicLink(_folder.At("same.cs"), _folder.At("real/a.cs"));
        File.CreateSymbolicLink(_folder.At("dangling.cs"), _folder.At("nothing"));

        Assert.That(Walk(), Is.EqualTo(new[] { "real/a.cs" }));
        Assert.That(_skips[SkipReason.Link], Is.EqualTo(4));
    }

    [Test]
    public void A_root_that_is_a_link_is_walked_where_it_leads()
    {
        Write("real/a.cs");
        Directory.CreateSymbolicLink(_folder.At("link"), "real");

        WalkedFile file = new RepositoryWalker(_git.Folders).Walk(_folder.At("link"), new WalkOptions(), _skips).Single();

        Assert.That(file.FullPath, Is.EqualTo(_folder.At("real/a.cs")));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [CancelAfter(20_000)]
    public void A_pipe_is_never_opened_not_even_as_an_ignore_file(CancellationToken cancellationToken)
    {
        using Process process = Process.Start("mkfifo", [_folder.At("pipe.cs"), _folder.At(".gitignore")]);
        process.WaitForExit();
        Write("a.cs");

        Task<string[]> walk = Task.Run(() => Walk(), cancellationToken);

        Assert.That(async () => await walk.WaitAsync(cancellationToken), Is.EqualTo(new[] { "a.cs" }));
        Assert.That(_skips[SkipReason.NotAFile], Is.EqualTo(2));
        Assert.That(_skips[SkipReason.Empty], Is.Zero);
    }

    [Test]
    [Platform("Linux")]
    public void A_name_that_is_not_utf8_is_called_that()
    {
        Shell("echo x > $'caf\\xe9.cs'; mkdir $'caf\\xe9'; echo x > $'caf\\xe9/b.cs'");
        Write("a.cs", "real \uFFFD.cs");
        try
        {
            Assert.That(Walk(), Is.EqualTo(new[] { "a.cs", "real \uFFFD.cs" }));
            Assert.That(_skips[SkipReason.UnreadableName], Is.EqualTo(2));
            Assert.That(_skips.Total, Is.EqualTo(2));
        }
        finally
        {
            // Nothing that has to name them can delete them.
            Shell("rm -r caf*");
        }
    }

    [Test]
    public void A_folder_that_goes_away_during_the_walk_is_counted_and_the_walk_goes_on()
    {
        Write("a/1.cs", "b/2.cs", "c/3.cs");
        List<string> walked = [];
        foreach (WalkedFile file in new RepositoryWalker(_git.Folders).Walk(_folder.Path, new WalkOptions(), _skips))
        {
            walked.Add(file.Path);
            if (Directory.Exists(_folder.At("b")))
            {
                Directory.Delete(_folder.At("b"), recursive: true);
            }
        }

        Assert.That(walked, Is.EqualTo(new[] { "a/1.cs", "c/3.cs" }));
        Assert.That(_skips[SkipReason.Unreadable], Is.EqualTo(1));
    }

    [Test]
    public void A_missing_root_is_reported_at_once()
    {
        Assert.That(
            () => new RepositoryWalker(_git.Folders).Walk(_folder.At("nothing"), new WalkOptions(), _skips),
            Throws.TypeOf<RepositoryException>().With.Message.EqualTo(
                $"There is no folder '{_folder.At("nothing")}': give the root folder of the repository to index."));
    }

    [Test]
    public void A_file_is_no_root()
    {
        Write("a.cs");

        Assert.That(
            () => new RepositoryWalker(_git.Folders).Walk(_folder.At("a.cs"), new WalkOptions(), _skips),
            Throws.TypeOf<RepositoryException>().With.Message.Contains("is a file, not a repository"));
    }

    [Test]
    public void Links_that_lead_in_a_circle_are_no_root()
    {
        Directory.CreateSymbolicLink(_folder.At("a"), "b");
        Directory.CreateSymbolicLink(_folder.At("b"), "a");

        Assert.That(
            () => new RepositoryWalker(_git.Folders).Walk(_folder.At("a"), new WalkOptions(), _skips),
            Throws.TypeOf<RepositoryException>().With.Message.Contains("circle"));
    }

    [Test]
    public void A_cancelled_walk_ends()
    {
        Write("a.cs", "b.cs");
        using CancellationTokenSource cancellation = new();
        using IEnumerator<WalkedFile> files = new RepositoryWalker(_git.Folders)
            .Walk(_folder.Path, new WalkOptions(), _skips, cancellation.Token).GetEnumerator();
        Assert.That(files.MoveNext(), Is.True);
        cancellation.Cancel();

        Assert.That(files.MoveNext, Throws.InstanceOf<OperationCanceledException>());
    }

    private void Shell(string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", script]) { WorkingDirectory = _folder.Path })!;
        shell.WaitForExit();
        Assert.That(shell.ExitCode, Is.Zero, script);
    }

    private void Write(params string[] paths)
    {
        foreach (string path in paths)
        {
            _folder.Write(path, "x");
        }
    }

    private string[] Walk(string root = ".", WalkOptions? options = null) =>
        [.. new RepositoryWalker(_git.Folders).Walk(_folder.At(root), options ?? new WalkOptions(), _skips).Select(static file => file.Path)];
}
