using System.Buffers.Binary;
using System.Text;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class SnapshotDamageTests
{
    [Test]
    public void A_missing_file_is_nothing_to_report()
    {
        using SnapshotFolder folder = new();

        Assert.That(RepositorySnapshot.Open(folder.At("a.snapshot")).IsMissing, Is.True);
        Assert.That(RepositorySnapshot.Open(folder.At("no/such/folder/a.snapshot")).IsMissing, Is.True);
    }

    [TestCase("")]
    [TestCase("short")]
    [TestCase("This file is long enough to be one, but it is not a snapshot of anything whatsoever.")]
    public void A_foreign_file_is_not_usable(string text)
    {
        using SnapshotFolder folder = new();
        File.WriteAllText(folder.At("a.snapshot"), text);
        SnapshotOpening opening = RepositorySnapshot.Open(folder.At("a.snapshot"));

        Assert.That(opening.IsUsable, Is.False);
        Assert.That(opening.IsMissing, Is.False);
        Assert.That(opening.Obstacle, Is.Not.Empty);
    }

    [Test]
    public void A_folder_in_its_place_is_not_usable()
    {
        using SnapshotFolder folder = new();
        Directory.CreateDirectory(folder.At("a.snapshot"));

        Assert.That(RepositorySnapshot.Open(folder.At("a.snapshot")).IsUsable, Is.False);
    }

    [Test]
    public void A_snapshot_of_another_format_names_both_formats()
    {
        using SnapshotFolder folder = new();
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(1)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 77);
        File.WriteAllBytes(folder.At("a.snapshot"), bytes);

        Assert.That(RepositorySnapshot.Open(folder.At("a.snapshot")).Obstacle, Does.Contain("77").And.Contains("1"));
    }

    [Test]
    public void A_snapshot_whose_terms_were_cut_otherwise_names_both_versions()
    {
        using SnapshotFolder folder = new();
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(1)));
        int version = SnapshotBytes.FooterOffset(bytes);
        Assert.That(bytes.AsSpan(version, CodeTokenizer.Version.Length + 1).ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes("\u0001" + CodeTokenizer.Version)));
        bytes[version + 1] = (byte)'0';
        SnapshotBytes.Seal(bytes);
        File.WriteAllBytes(folder.At("old"), bytes);

        Assert.That(RepositorySnapshot.Open(folder.At("old")).Obstacle, Does.Contain("version 0").And.Contains(CodeTokenizer.Version));
    }

    [Test]
    public void Nonsense_under_valid_checksums_is_never_more_than_damage([Values(1, 2)] int seed)
    {
        using SnapshotFolder folder = new();
        byte[] intact = File.ReadAllBytes(folder.Write(Corpus.Random(seed)));
        byte[] untouched = [.. intact];
        SnapshotBytes.Seal(untouched);
        Assert.That(untouched, Is.EqualTo(intact));

        Random random = new(seed);
        Dictionary<string, int> outcomes = [];
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = [.. intact];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(64, bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            SnapshotBytes.Seal(bytes);
            File.WriteAllBytes(folder.At("nonsense"), bytes);
            string outcome = Try(folder.At("nonsense"), ["plugin", "größe snapshot merge", "name1"], expected: "");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.That(outcomes.Keys, Is.EquivalentTo(new[] { "not usable", "damaged", "other answers" }));
    }

    [Test]
    public void A_file_that_was_cut_anywhere_is_not_usable()
    {
        using SnapshotFolder folder = new();
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(2)));
        Random random = new(2);
        for (int i = 0; i < 200; i++)
        {
            File.WriteAllBytes(folder.At("cut"), bytes[..random.Next(bytes.Length)]);
            Assert.That(RepositorySnapshot.Open(folder.At("cut")).IsUsable, Is.False);
        }
    }

    [Test]
    public void A_file_that_grew_is_not_usable()
    {
        using SnapshotFolder folder = new();
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(2)));
        File.WriteAllBytes(folder.At("grown"), [.. bytes, 0]);

        Assert.That(RepositorySnapshot.Open(folder.At("grown")).IsUsable, Is.False);
    }

    [Test]
    public void A_byte_that_flipped_anywhere_never_changes_an_answer([Values(1, 2)] int seed)
    {
        using SnapshotFolder folder = new();
        string[] queries = ["plugin", "größe snapshot merge", "name1 name2 name3", "检索 データ"];
        // Larger than a block, so that some damage is only found when terms are read.
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(seed, files: 900)));
        string expected;
        using (RepositorySnapshot intact = SnapshotFolder.OpenFile(folder.At("a.snapshot")))
        {
            expected = Describe(intact, queries);
        }

        Random random = new(seed);
        Dictionary<string, int> outcomes = [];
        for (int i = 0; i < 500; i++)
        {
            int at = random.Next(bytes.Length);
            byte flip = (byte)random.Next(1, 256);
            bytes[at] ^= flip;
            File.WriteAllBytes(folder.At("flipped"), bytes);
            bytes[at] ^= flip;
            string outcome = Try(folder.At("flipped"), queries, expected);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.That(outcomes.Keys, Is.SubsetOf(new[] { "not usable", "damaged", "same answers" }));
        Assert.That(outcomes.Keys, Has.Some.EqualTo("not usable").And.Some.EqualTo("damaged"));
    }

    [Test]
    public void Damage_in_the_terms_stops_the_writing_of_the_next_snapshot()
    {
        using SnapshotFolder folder = new();
        byte[] bytes = File.ReadAllBytes(folder.Write(Corpus.Random(1, files: 900)));
        bytes[bytes.Length * 3 / 4] ^= 1;
        File.WriteAllBytes(folder.At("flipped"), bytes);
        using RepositorySnapshot previous = SnapshotFolder.OpenFile(folder.At("flipped"));
        using SnapshotWriter writer = new(Corpus.Header, folder.Working);
        writer.KeepFile(previous, 0);

        Assert.That(
            () => writer.Complete(folder.At("b.snapshot"), CancellationToken.None),
            Throws.InstanceOf<SnapshotDamagedException>().With.Message.Contains("rebuilt"));
        Assert.That(File.Exists(folder.At("b.snapshot")), Is.False);
    }

    private static string Try(string file, string[] queries, string expected)
    {
        SnapshotOpening opening = RepositorySnapshot.Open(file);
        if (!opening.IsUsable)
        {
            return "not usable";
        }

        using RepositorySnapshot snapshot = opening.Snapshot;
        try
        {
            return Describe(snapshot, queries) == expected ? "same answers" : "other answers";
        }
        catch (SnapshotDamagedException)
        {
            return "damaged";
        }
    }

    private static string Describe(RepositorySnapshot snapshot, string[] queries) => string.Join('\n',
        [
            snapshot.Header.ToString(),
            .. Enumerable.Range(0, snapshot.FileCount).Select(file => $"{snapshot.GetFile(file)} {snapshot.GetChunkRange(file)}"),
            .. Enumerable.Range(0, snapshot.ChunkCount).Select(chunk => $"{snapshot.GetChunk(chunk)} {snapshot.GetFileOfChunk(chunk)}"),
            .. Enumerable.Range(0, snapshot.ChunkCount).Select(chunk => $"{snapshot.FindChunk(snapshot.GetChunk(chunk).Id)}"),
            .. queries.SelectMany(query => snapshot.SearchTerms(query, 50, _ => true)).Select(hit => hit.ToString()),
        ]);
}
