using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;

namespace VectorHost.Indexing.Tests.Moving;

public sealed class RecordDigestTests
{
    private static readonly ChunkRecord[] Records = [.. Enumerable.Range(1, 50).Select(FilledStore.Record)];

    [Test]
    public void The_order_of_records_does_not_matter() =>
        Assert.That(DigestOf(Records.Reverse()), Is.EqualTo(DigestOf(Records)));

    [Test]
    public void A_record_that_is_there_twice_matters()
    {
        string twice = DigestOf([.. Records, Records[0]]);

        Assert.That(twice, Is.Not.EqualTo(DigestOf(Records)));
        Assert.That(DigestOf([.. Records, Records[0], Records[0]]), Is.Not.EqualTo(DigestOf(Records)));
    }

    [Test]
    public void No_record_has_the_digest_nought() => Assert.That(DigestOf([]), Is.EqualTo(new string('0', 64)));

    [TestCaseSource(nameof(Changes))]
    public void Every_field_matters(Func<ChunkRecord, ChunkRecord> change) =>
        Assert.That(DigestOf([change(Records[0]), .. Records[1..]]), Is.Not.EqualTo(DigestOf(Records)));

    [Test]
    public void What_moves_from_one_field_into_the_next_matters()
    {
        ChunkRecord left = Records[0] with { Path = "ab", FileHash = "c" };
        ChunkRecord right = Records[0] with { Path = "a", FileHash = "bc" };

        Assert.That(DigestOf([left]), Is.Not.EqualTo(DigestOf([right])));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("id", record => record with { Id = Guid.Empty });
        yield return Change("repository", record => record with { Repository = "other" });
        yield return Change("path", record => record with { Path = "src/file1.cs" });
        yield return Change("start line", record => record with { StartLine = 2 });
        yield return Change("end line", record => record with { EndLine = 9 });
        yield return Change("file hash", record => record with { FileHash = new string('0', 64) });
        yield return Change("chunk hash", record => record with { ChunkHash = new string('0', 64) });
        yield return Change("language", record => record with { Language = "text" });
        yield return Change("text", record => record with { Text = record.Text + " " });
        yield return Change("last bit of the vector", record => record with { Embedding = WithOtherLastBit(record.Embedding) });
        yield return Change("sign of a zero", record => record with { Embedding = new[] { record.Embedding.Span[0], record.Embedding.Span[1], -0f } });
    }

    private static TestCaseData Change(string name, Func<ChunkRecord, ChunkRecord> change) => new TestCaseData(change).SetArgDisplayNames(name);

    private static float[] WithOtherLastBit(ReadOnlyMemory<float> vector)
    {
        float[] changed = vector.ToArray();
        changed[0] = MathF.BitIncrement(changed[0]);
        return changed;
    }

    private static string DigestOf(IEnumerable<ChunkRecord> records)
    {
        RecordDigest digest = new();
        foreach (ChunkRecord record in records)
        {
            digest.Add(record);
        }

        return digest.Value;
    }
}
