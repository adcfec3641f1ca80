using System.Text;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Repositories;

/// <summary>The walk against the real git: trees and ignore files made at random, and the corners of the manual.</summary>
public sealed class GitEqualityTests
{
    private static readonly string[] Names =
        ["a", "b", "ab", "abc", "foo", "foo.c", "bar.c", "Foo", "a b", "[x]", "a*", "é", "x!", "#n", "dir", "build", "-", "a]b", "z\\y"];

    private static readonly string[] Pieces =
        ["a", "b", "c", "foo", "bar", ".c", "*", "*", "**", "**", "?", "/", "/", "/", "[ab]", "[!a]", "[^f]", "[a-f]", "[[:alpha:]]", "[]x]", "[\\]x]",
         "[x", "\\*", "\\", " ", "\\ ", "!", "#", "é", "dir", "build", "[a-", "[[:nope:]]", "-", "[--a]", "x"];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    public void A_walk_finds_exactly_the_files_that_git_does_not_ignore(int seed)
    {
        using Git git = new();
        Random random = new(seed);
        for (int round = 0; round < 5; round++)
        {
            using TemporaryFolder folder = new();
            git.Run(folder.Path, null, "init", "-q");
            MakeTree(folder, "", random, depth: 0);
            folder.Write(".git/info/exclude", Patterns(random, 3));
            folder.Write("../" + Path.GetFileName(git.Home.Path) + "/settings/git/ignore", Patterns(random, 2));

            string[] expected = git.FilesNotIgnored(folder.Path);
            string[] walked = git.Walk(folder.Path);
            Assert.That(walked, Is.EqualTo(expected), () => Explain(git, folder, walked, expected));
        }
    }

    [TestCase("foo")]
    [TestCase("foo/")]
    [TestCase("/foo")]
    [TestCase("foo/*\n!foo/keep")]
    [TestCase("foo/\n!foo/keep")]
    [TestCase("*\n!*/\n!*.c")]
    [TestCase("**/foo")]
    [TestCase("foo/**")]
    [TestCase("foo/**/bar.c")]
    [TestCase("dir/a**")]
    [TestCase("dir/a**/b")]
    [TestCase("a/**/**/b")]
    [TestCase("**/*a*/**/b")]
    [TestCase("dir/**\\/b")]
    [TestCase("\\!x\n\\#y")]
    [TestCase("trailing   \nescaped\\ \n tab\t")]
    [TestCase("\uFEFFfoo")]
    [TestCase("foo\r\nbar.c\r")]
    [TestCase("caf?")]
    [TestCase("[[:upper:]]*")]
    [TestCase("*.c\n!/dir/\n!bar.c\n/dir/bar.c")]
    [TestCase("/*\n!/dir\n/dir/*\n!/dir/abc")]
    [TestCase("//foo\n/\n!\n!/\n\\")]
    public void A_pattern_means_what_it_means_to_git(string patterns)
    {
        using Git git = new();
        using TemporaryFolder folder = new();
        git.Run(folder.Path, null, "init", "-q");
        foreach (string file in new[] { "foo", "dir/foo/keep", "dir/foo/bar.c", "dir/xfoo", "a/xb", "dir/ab/b", "dir/ab/c/b", "dir/a", "dir/abc", "dir/b", "a/b", "a/x/b", "a/x/y/b", "bar.c", "dir/bar.c",
            "!x", "#y", "trailing", "escaped ", " tab\t", "café", "Upper", "other/foo/keep", "other/deep/foo/bar.c" })
        {
            if (file != "foo" || !patterns.Contains("foo/", StringComparison.Ordinal))
            {
                folder.Write(file, "x");
            }
        }

        folder.Write("bin.txt", "x");
        folder.Write(".gitignore", patterns);

        Assert.That(git.Walk(folder.Path), Is.EqualTo(git.FilesNotIgnored(folder.Path)));
    }

    [Test]
    public void Letter_case_matters_as_the_repository_says()
    {
        using Git git = new();
        using TemporaryFolder folder = new();
        git.Run(folder.Path, null, "init", "-q");
        git.Run(folder.Path, null, "config", "core.ignorecase", "true");
        folder.Write(".gitignore", "FOO\n[A-C]ar.c\n");
        folder.Write("foo", "x");
        folder.Write("Bar.c", "x");
        folder.Write("bar.c", "x");
        folder.Write("dar.c", "x");

        Assert.That(git.Walk(folder.Path), Is.EqualTo(new[] { ".gitignore", "dar.c" }).And.EqualTo(git.FilesNotIgnored(folder.Path)));
    }

    [Test]
    [CancelAfter(20_000)]
    public void No_pattern_takes_for_ever(CancellationToken cancellationToken)
    {
        using Git git = new();
        using TemporaryFolder folder = new();
        string deep = string.Join('/', Enumerable.Repeat("aaaaaaaaaaaaaaaaaaaaaaaa", 30));
        folder.Write(deep + "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.c", "x");
        folder.Write(
            ".gitignore",
            string.Concat(Enumerable.Repeat("*a", 40)) + "b\n" + string.Concat(Enumerable.Repeat("**/*a*/", 40)) + "b\n" + string.Concat(Enumerable.Repeat("**/", 2000)) + "b\n");

        Task<string[]> walk = Task.Run(() => git.Walk(folder.Path), cancellationToken);
        Assert.That(async () => await walk.WaitAsync(cancellationToken), Has.Length.EqualTo(2));
    }

    private static void MakeTree(TemporaryFolder folder, string prefix, Random random, int depth)
    {
        if (random.Next(3) > 0 || depth == 0)
        {
            folder.Write(prefix + ".gitignore", Patterns(random, 6));
        }

        foreach (string name in random.GetItems(Names, 6).Distinct())
        {
            if (depth < 3 && random.Next(2) == 0)
            {
                Directory.CreateDirectory(folder.At(prefix + name));
                MakeTree(folder, prefix + name + "/", random, depth + 1);
            }
            else
            {
                folder.Write(prefix + name, "x");
            }
        }
    }

    private static string Patterns(Random random, int most)
    {
        StringBuilder text = new("# Not empty: empty files are not walked.\n");
        for (int line = random.Next(most + 1); line > 0; line--)
        {
            text.Append(random.Next(3) == 0 ? "!" : "");
            text.AppendJoin("", random.GetItems(Pieces, random.Next(1, 6))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The pattern by which git decides about each file in one of the lists only.</summary>
    private static string Explain(Git git, TemporaryFolder folder, string[] walked, string[] expected) =>
        git.Run(folder.Path, string.Join('\0', walked.Except(expected).Concat(expected.Except(walked))), "check-ignore", "--verbose", "--non-matching", "--no-index", "-z", "--stdin")
            .Replace('\0', '\t');
}
