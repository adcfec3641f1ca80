using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Repositories;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class RepositoryIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void The_name_is_the_folders_with_a_hash_of_its_real_path()
    {
        string root = Make("My.Project");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..8];

        RepositoryIdentity identity = RepositoryIdentity.FromFolder(root + "/");

        Assert.That(identity.Root, Is.EqualTo(root));
        Assert.That(identity.Name, Is.EqualTo("My.Project-" + hash));
        Assert.That(identity.CollectionName, Is.EqualTo("my-project-" + hash));
    }

    [Test]
    public void A_link_anywhere_in_the_path_leads_to_the_same_repository()
    {
        Make("real/deep/repo");
        Directory.CreateSymbolicLink(_folder.At("real/link"), "deep/../deep");
        Directory.CreateSymbolicLink(_folder.At("alias"), _folder.At("real/link"));

        Assert.That(
            RepositoryIdentity.FromFolder(_folder.At("alias/repo")),
            Is.EqualTo(RepositoryIdentity.FromFolder(_folder.At("real/deep/repo"))));
    }

    [Test]
    public void Folders_of_one_name_are_different_repositories()
    {
        RepositoryIdentity first = RepositoryIdentity.FromFolder(Make("a/repo"));
        RepositoryIdentity second = RepositoryIdentity.FromFolder(Make("b/repo"));

        Assert.That(first.Name, Is.Not.EqualTo(second.Name));
        Assert.That(first.CollectionName, Is.Not.EqualTo(second.CollectionName));
    }

    [Test]
    public void A_folder_inside_of_a_work_tree_is_a_repository_of_its_own()
    {
        Make("tree/.git");

        Assert.That(RepositoryIdentity.FromFolder(Make("tree/part")).Root, Is.EqualTo(_folder.At("tree/part")));
    }

    [TestCase("repo")]
    [TestCase("--- ÄÖ ---")]
    [TestCase("日本語")]
    [TestCase("A very long name, longer than any server's limit, with spaces and dots ... and more")]
    [TestCase("x")]
    public void Every_server_accepts_the_collections_name(string folder)
    {
        Assert.That(CollectionName().IsMatch(RepositoryIdentity.FromFolder(Make(folder)).CollectionName), Is.True);
        Assert.That(CollectionName().IsMatch(RepositoryIdentity.FromFolder(_folder.Path, folder).CollectionName), Is.True);
    }

    [Test]
    public void A_configured_name_is_taken_as_it_is_and_gives_one_collection_wherever_it_lies()
    {
        RepositoryIdentity first = RepositoryIdentity.FromFolder(Make("a"), "Team/Product");
        RepositoryIdentity second = RepositoryIdentity.FromFolder(Make("b"), "Team/Product");
        RepositoryIdentity similar = RepositoryIdentity.FromFolder(Make("b"), "team product");

        Assert.That(first.Name, Is.EqualTo("Team/Product"));
        Assert.That(first.CollectionName, Does.StartWith("team-product-").And.EqualTo(second.CollectionName).And.Not.EqualTo(similar.CollectionName));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a\nb")]
    public void A_name_that_cannot_be_used_is_refused(string name)
    {
        Assert.That(
            () => RepositoryIdentity.FromFolder(_folder.Path, name),
            Throws.TypeOf<RepositoryException>().With.Message.Contains("1 to 200 printable characters"));
    }

    [Test]
    public void A_name_that_is_long_by_its_spaces_is_refused_too() =>
        Assert.That(
            () => RepositoryIdentity.FromFolder(_folder.Path, "x" + new string(' ', 200)),
            Throws.TypeOf<RepositoryException>().With.Message.Contains("1 to 200 printable characters"));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,43}[a-z0-9]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CollectionName();

    private string Make(string path) => Directory.CreateDirectory(_folder.At(path)).FullName;
}
