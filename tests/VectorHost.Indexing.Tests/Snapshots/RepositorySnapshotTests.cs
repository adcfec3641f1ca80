using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class RepositorySnapshotTests
{
    [Test]
    public void Everything_that_was_added_comes_back([Range(1, 5)] int seed)
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(seed, files: 100);
        using RepositorySnapshot snapshot = folder.Open(corpus);
        var files = corpus.Ordered;
        int chunkIndex = 0;

        Assert.That(snapshot.Header, Is.EqualTo(Corpus.Header));
        Assert.That(snapshot.FileCount, Is.EqualTo(files.Count));
        Assert.That(snapshot.ChunkCount, Is.EqualTo(files.Sum(file => file.Chunks.Count)));
        for (int i = 0; i < files.Count; i++)
        {
            Assert.That(snapshot.GetFile(i), Is.EqualTo(files[i].File));
            Assert.That(snapshot.FindFile(files[i].File.Path), Is.EqualTo(i));
            Assert.That(Enumerable.Range(-1, files.Count + 2).Select(expected => snapshot.FindFile(files[i].File.Path, expected)), Is.All.EqualTo(i));
            Assert.That(snapshot.GetChunkRange(i), Is.EqualTo((chunkIndex, files[i].Chunks.Count)));
            Assert.That(snapshot.GetChunks(i), Is.EqualTo(files[i].Chunks.Select(chunk => chunk.Chunk)));
            foreach ((SnapshotChunk chunk, _) in files[i].Chunks)
            {
                Assert.That(snapshot.FindChunk(chunk.Id), Is.EqualTo(chunkIndex));
                Assert.That(snapshot.GetChunk(chunkIndex), Is.EqualTo(chunk));
                Assert.That(snapshot.GetFileOfChunk(chunkIndex++), Is.EqualTo(i));
            }
        }
    }

    [Test]
    public void What_was_not_added_is_not_found()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(Corpus.Random(1).Add("B.txt", "x"));

        Assert.That(snapshot.FindFile("b.txt"), Is.EqualTo(-1));
        Assert.That(snapshot.FindFile("B.tx"), Is.EqualTo(-1));
        Assert.That(snapshot.FindFile(""), Is.EqualTo(-1));
        Assert.That(snapshot.FindChunk(Guid.Empty), Is.EqualTo(-1));
        Assert.That(snapshot.FindChunk(Guid.AllBitsSet), Is.EqualTo(-1));
    }

    [Test]
    public void A_number_beyond_the_last_is_refused()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(Corpus.Random(1));

        Assert.That(() => snapshot.GetFile(snapshot.FileCount), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => snapshot.GetFile(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => snapshot.GetChunk(snapshot.ChunkCount), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => snapshot.GetFileOfChunk(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_empty_repository_has_a_snapshot()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus());

        Assert.That(snapshot.FileCount, Is.Zero);
        Assert.That(snapshot.ChunkCount, Is.Zero);
        Assert.That(snapshot.FindFile("a"), Is.EqualTo(-1));
        Assert.That(snapshot.FindChunk(Guid.NewGuid()), Is.EqualTo(-1));
        Assert.That(snapshot.SearchTerms("a word", 10), Is.Empty);
    }

    [Test]
    public void A_file_may_have_no_chunks_and_a_chunk_no_terms()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot snapshot = folder.Open(new Corpus().Add("1", "= {").Add("2"));

        Assert.That(snapshot.TermCount, Is.Zero);
        Assert.That(snapshot.GetChunkRange(0), Is.EqualTo((0, 1)));
        Assert.That(snapshot.GetChunkRange(1), Is.EqualTo((1, 0)));
        Assert.That(snapshot.SearchTerms("word", 10), Is.Empty);
    }

    [Test]
    public void A_snapshot_stays_readable_when_its_file_is_replaced()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot old = folder.Open(new Corpus().Add("old", "before"));
        using RepositorySnapshot replacement = folder.Open(new Corpus().Add("new", "after"));

        Assert.That(old.GetFile(0).Path, Is.EqualTo("old"));
        Assert.That(old.SearchTerms("before", 1), Has.Exactly(1).Items);
        Assert.That(replacement.GetFile(0).Path, Is.EqualTo("new"));
    }

    [Test]
    public void A_disposed_snapshot_says_so()
    {
        using SnapshotFolder folder = new();
        RepositorySnapshot snapshot = folder.Open(Corpus.Random(1));
        snapshot.Dispose();
        snapshot.Dispose();

        Assert.That(() => snapshot.GetFile(0), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => snapshot.SearchTerms("plugin", 1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Searches_that_race_with_disposal_complete_or_say_so()
    {
        using SnapshotFolder folder = new();
        string file = folder.Write(Corpus.Random(1, files: 200));
        for (int i = 0; i < 20; i++)
        {
            RepositorySnapshot snapshot = SnapshotFolder.OpenFile(file);
            Parallel.For(0, 40, j =>
            {
                if (j == 20)
                {
                    snapshot.Dispose();
                    return;
                }

                try
                {
                    Assert.That(snapshot.SearchTerms("plugin", 1), Has.Exactly(1).Items);
                }
                catch (ObjectDisposedException)
                {
                    // The other permitted end.
                }
            });
        }
    }
}
