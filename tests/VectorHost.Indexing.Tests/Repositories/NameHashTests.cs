using System.Security.Cryptography;
using System.Text;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Repositories;

public sealed class NameHashTests
{
    /// <summary>Lengths around the ends of blocks matter, where the padding takes one block more.</summary>
    [Test]
    public void Names_have_the_digits_of_the_frameworks_hash_at_every_length()
    {
        for (int length = 1; length <= 200; length++)
        {
            string name = string.Concat(Enumerable.Range(0, length).Select(i => "aé-ß名_z9"[(i * 7) % 8]));
            string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];

            Assert.That(new SnapshotLocation("/cache", name, "sqlite").Directory, Does.EndWith(expected), name);
        }
    }

    [Test]
    public void A_repository_is_named_by_the_hash_of_its_root()
    {
        using TemporaryFolder folder = new();
        RepositoryIdentity repository = RepositoryIdentity.FromFolder(folder.Path);

        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository.Root)))[..8];
        Assert.That(repository.Name, Does.EndWith($"-{expected}"));
    }
}
