using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class SnapshotLocationTests
{
    [Test]
    public void Repositories_and_backends_lie_apart()
    {
        string[] names = ["acme/tools", "acme-tools", "ACME/tools", "größe", "...", new string('x', 200), new string('x', 199)];
        string[] folders = [.. names.Select(name => new SnapshotLocation("/cache", name, "sqlite").Directory)];

        Assert.That(folders, Is.Unique);
        Assert.That(folders, Has.All.StartsWith(Path.Combine("/cache", "repositories")));
        Assert.That(folders.Select(Path.GetFileName), Has.All.Matches("^[a-z0-9-]{8,64}$"));
        Assert.That(
            new SnapshotLocation("/cache", "acme", "sqlite").LockFile,
            Is.Not.EqualTo(new SnapshotLocation("/cache", "acme", "qdrant").LockFile));
    }

    [TestCase("")]
    [TestCase("../up")]
    [TestCase("a.b")]
    public void A_backend_whose_name_is_none_is_refused(string backend) =>
        Assert.That(() => new SnapshotLocation("/cache", "acme", backend), Throws.ArgumentException);

    [Test]
    public void The_newest_snapshot_is_opened_and_the_older_ones_are_deleted()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        Assert.That(location.Open().IsMissing, Is.True);

        for (int i = 1; i <= 12; i++)
        {
            Publish(location, $"file{i}");
            using RepositorySnapshot? snapshot = location.Open().Snapshot;
            Assert.That(snapshot?.GetFile(0).Path, Is.EqualTo($"file{i}"));
            Assert.That(Directory.GetFiles(location.Directory, "*.snapshot"), Has.Exactly(1).Items);
        }
    }

    [Test]
    public void A_snapshot_that_keeps_files_of_the_one_before_replaces_it()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        Publish(location, "kept");
        using RepositorySnapshot? previous = location.Open().Snapshot;
        using SnapshotWriter writer = new(Corpus.Header, location.WorkingDirectory);
        writer.KeepFile(previous!, 0);
        location.Publish(writer, CancellationToken.None);

        using RepositorySnapshot? next = location.Open().Snapshot;
        Assert.That(next?.GetFile(0).Path, Is.EqualTo("kept"));
        Assert.That(next!.SearchTerms("kept", 1), Has.Exactly(1).Items);
    }

    [Test]
    public void Backends_do_not_touch_each_others_snapshots()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation one = new(folder.Path, "acme", "sq");
        SnapshotLocation other = new(folder.Path, "acme", "sq-lite");
        Publish(one, "one");
        Publish(other, "other");
        one.Delete();

        Assert.That(one.Open().IsMissing, Is.True);
        using RepositorySnapshot? left = other.Open().Snapshot;
        Assert.That(left?.GetFile(0).Path, Is.EqualTo("other"));
    }

    [Test]
    public void A_half_written_snapshot_is_never_opened_and_goes_with_the_next()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        string next = Publish(location, "one").Replace("0001.", "0002.", StringComparison.Ordinal) + ".partial";
        File.WriteAllText(next, "half");
        using (RepositorySnapshot? snapshot = location.Open().Snapshot)
        {
            Assert.That(snapshot?.GetFile(0).Path, Is.EqualTo("one"));
        }

        Publish(location, "two");
        Assert.That(File.Exists(next), Is.False);
    }

    [Test]
    public void Deleting_takes_half_written_snapshots_too()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        File.WriteAllText(Publish(location, "one").Replace("0001.", "0002.", StringComparison.Ordinal) + ".partial", "half");
        location.Delete();

        Assert.That(Directory.GetFiles(location.Directory), Is.Empty);
    }

    [Test]
    public void A_damaged_snapshot_is_not_replaced_by_an_older_one()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        string file = Publish(location, "one");
        File.WriteAllText(file.Replace("0001.", "0002.", StringComparison.Ordinal), "garbage");

        SnapshotOpening opening = location.Open();
        Assert.That(opening.IsUsable, Is.False);
        Assert.That(opening.IsMissing, Is.False);
    }

    [Test]
    public void Readers_find_a_snapshot_at_every_moment_of_publishing()
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, "acme", "sqlite");
        Publish(location, "file");
        using CancellationTokenSource done = new();
        Parallel.Invoke(
            () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    Publish(location, "file");
                }

                done.Cancel();
            },
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    SnapshotOpening opening = location.Open();
                    Assert.That(opening.IsUsable, Is.True, opening.Obstacle);
                    opening.Snapshot?.Dispose();
                }
            });
    }

    private static string Publish(SnapshotLocation location, string path)
    {
        using SnapshotWriter writer = new(Corpus.Header, location.WorkingDirectory);
        (SnapshotFile file, var chunks) = new Corpus().Add(path, "text").Files[0];
        writer.AddFile(file, chunks);
        return location.Publish(writer, CancellationToken.None);
    }
}
