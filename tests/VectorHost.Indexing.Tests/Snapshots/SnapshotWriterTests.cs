using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class SnapshotWriterTests
{
    [Test]
    public void The_order_of_addition_changes_no_byte([Range(1, 6)] int seed)
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(seed);
        byte[] expected = File.ReadAllBytes(folder.Write(corpus));
        new Random(seed).Shuffle(CollectionsMarshal.AsSpan(corpus.Files));

        Assert.That(File.ReadAllBytes(folder.Write(corpus, "b.snapshot")), Is.EqualTo(expected));
    }

    [Test]
    public void The_memory_budget_changes_no_byte([Values(1, 700, 20_000)] long budget, [Values(1, 2)] int seed)
    {
        using SnapshotFolder folder = new();
        Corpus corpus = Corpus.Random(seed, files: 300);
        new Random(seed).Shuffle(CollectionsMarshal.AsSpan(corpus.Files));
        byte[] expected = File.ReadAllBytes(folder.Write(corpus));

        Assert.That(File.ReadAllBytes(folder.Write(corpus, "b.snapshot", budget)), Is.EqualTo(expected));
    }

    [Test]
    public void More_words_than_are_remembered_at_once_change_no_byte()
    {
        using SnapshotFolder folder = new();
        string many = string.Join(' ', Enumerable.Range(0, 140_000).Select(i => $"name{i}"));
        Corpus corpus = new Corpus().Add("a", "firstWord second_word").Add("b", many).Add("c", "second_word third firstWord", "name7");
        byte[] expected = File.ReadAllBytes(folder.Write(corpus));
        corpus.Files.Reverse();

        Assert.That(File.ReadAllBytes(folder.Write(corpus, "b.snapshot")), Is.EqualTo(expected));
        using RepositorySnapshot snapshot = SnapshotFolder.OpenFile(folder.At("b.snapshot"));
        Assert.That(snapshot.SearchTerms("second_word", 10), Has.Count.EqualTo(2));
        Assert.That(snapshot.SearchTerms("name7", 10), Has.Count.EqualTo(2));
    }

    [Test]
    public void A_file_that_was_kept_is_as_if_added_anew([Range(1, 10)] int seed)
    {
        using SnapshotFolder folder = new();
        Random random = new(seed);
        Corpus before = Corpus.Random(seed, files: 100);
        Corpus after = Corpus.Random(seed + 1000, files: 30);
        Dictionary<string, bool> kept = before.Files.ToDictionary(file => file.File.Path, _ => random.Next(3) > 0);
        after.Files.RemoveAll(file => kept.ContainsKey(file.File.Path));
        int added = after.Files.Count;
        after.Files.AddRange(before.Files.Where(file => kept[file.File.Path]));
        byte[] expected = File.ReadAllBytes(folder.Write(after, "expected.snapshot"));

        using RepositorySnapshot previous = folder.Open(before);
        using SnapshotWriter writer = new(Corpus.Header, folder.Working, memoryBudget: 5_000);
        Assert.That(added, Is.GreaterThan(0));
        foreach ((int index, (SnapshotFile file, var chunks)) in after.Files.Index())
        {
            if (index < added)
            {
                SnapshotFolder.Add(writer, file, chunks);
            }
            else
            {
                writer.KeepFile(previous, previous.FindFile(file.Path));
            }
        }

        writer.Complete(folder.At("b.snapshot"), CancellationToken.None);
        Assert.That(File.ReadAllBytes(folder.At("b.snapshot")), Is.EqualTo(expected));
        Assert.That(writer.ChunkCount, Is.EqualTo(after.Files.Sum(file => file.Chunks.Count)));
    }

    [Test]
    public void Another_chunk_makes_another_file()
    {
        using SnapshotFolder folder = new();
        byte[] one = File.ReadAllBytes(folder.Write(new Corpus().Add("a", "one")));
        byte[] other = File.ReadAllBytes(folder.Write(new Corpus().Add("a", "two")));

        Assert.That(SHA256.HashData(one), Is.Not.EqualTo(SHA256.HashData(other)));
    }

    [Test]
    public void Nothing_is_left_behind([Values] bool completes)
    {
        using SnapshotFolder folder = new();
        using (SnapshotWriter writer = new(Corpus.Header, folder.Working, memoryBudget: 1))
        {
            (SnapshotFile file, var chunks) = new Corpus().Add("a", "some words").Files[0];
            writer.AddFile(file, chunks);
            Assert.That(Directory.GetFiles(folder.Working), Is.Not.Empty);
            if (completes)
            {
                writer.Complete(folder.At("a.snapshot"), CancellationToken.None);
            }
        }

        Assert.That(Directory.GetFiles(folder.Working), Is.Empty);
        Assert.That(Directory.GetFiles(folder.At(".")), Has.Exactly(completes ? 1 : 0).Items);
    }

    [Test]
    public void What_a_killed_writer_left_behind_is_removed()
    {
        using SnapshotFolder folder = new();
        (SnapshotFile file, var chunks) = new Corpus().Add("a", "some words").Files[0];
        string[] leftovers;
        using (SnapshotWriter killed = new(Corpus.Header, folder.Working, memoryBudget: 1))
        {
            killed.AddFile(file, chunks);
            leftovers = Directory.GetFiles(folder.Working);
        }

        foreach (string leftover in leftovers)
        {
            File.WriteAllText(leftover, "left behind");
        }

        using SnapshotWriter next = new(Corpus.Header, folder.Working);
        Assert.That(leftovers, Is.Not.Empty);
        Assert.That(Directory.GetFiles(folder.Working), Is.Empty);
    }

    [Test]
    public void A_cancelled_write_leaves_the_target_as_it_was()
    {
        using SnapshotFolder folder = new();
        byte[] before = File.ReadAllBytes(folder.Write(Corpus.Random(1)));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        using SnapshotWriter writer = new(Corpus.Header, folder.Working);
        foreach ((SnapshotFile file, var chunks) in Corpus.Random(2).Files)
        {
            SnapshotFolder.Add(writer, file, chunks);
        }

        Assert.That(() => writer.Complete(folder.At("a.snapshot"), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllBytes(folder.At("a.snapshot")), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.At(".")), Has.Exactly(1).Items);
    }

    [Test]
    public void A_path_that_was_added_twice_is_refused_by_name()
    {
        using SnapshotFolder folder = new();

        Assert.That(
            () => folder.Write(new Corpus().Add("a/b.txt", "one").Add("a/b.txt", "two")),
            Throws.InvalidOperationException.With.Message.Contains("a/b.txt"));
        Assert.That(Directory.GetFiles(folder.At(".")), Is.Empty);
    }

    [Test]
    public void Two_chunks_with_one_id_are_refused()
    {
        using SnapshotFolder folder = new();
        Corpus corpus = new Corpus().Add("a", "one").Add("b", "two");
        corpus.Files[1].Chunks[0] = (corpus.Files[1].Chunks[0].Chunk with { Id = corpus.Files[0].Chunks[0].Chunk.Id }, "two");

        Assert.That(() => folder.Write(corpus), Throws.InvalidOperationException.With.Message.Contains("id"));
    }

    [Test]
    public void A_hash_that_is_none_is_refused_and_nothing_is_added()
    {
        using SnapshotFolder folder = new();
        (SnapshotFile file, var chunks) = new Corpus().Add("a", "one").Files[0];
        using SnapshotWriter writer = new(Corpus.Header, folder.Working);

        Assert.That(() => writer.AddFile(file with { Hash = "abc" }, chunks), Throws.ArgumentException);
        Assert.That(() => writer.AddFile(file with { Path = "half \ud83d" }, chunks), Throws.ArgumentException);
        Assert.That(() => writer.AddFile(file with { SkipReason = 1 }, chunks), Throws.ArgumentException);
        Assert.That(() => writer.AddSkippedFile(file), Throws.ArgumentException);
        Assert.That(writer.ChunkCount, Is.Zero);
    }

    [Test]
    public void Files_are_kept_from_one_snapshot_only()
    {
        using SnapshotFolder folder = new();
        using RepositorySnapshot one = folder.Open(Corpus.Random(1));
        using RepositorySnapshot other = SnapshotFolder.OpenFile(folder.Write(Corpus.Random(1), "b.snapshot"));
        using SnapshotWriter writer = new(Corpus.Header, folder.Working);
        writer.KeepFile(one, 0);

        Assert.That(() => writer.KeepFile(other, 1), Throws.ArgumentException);
    }

    [Test]
    public void A_snapshot_that_was_written_takes_no_more_files()
    {
        using SnapshotFolder folder = new();
        using SnapshotWriter writer = new(Corpus.Header, folder.Working);
        writer.Complete(folder.At("a.snapshot"), CancellationToken.None);

        Assert.That(() => writer.AddFile(new Corpus().Add("a").Files[0].File, []), Throws.InvalidOperationException);
    }
}
