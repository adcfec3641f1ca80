using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What the limits promise fits; what does not fit is known before it is sent.</summary>
[TestFixture]
public sealed class PineconeLimitTests : PineconeTest
{
    private static IEnumerable<TestCaseData> LongTexts()
    {
        yield return Text("letters", "x");
        yield return Text("control_characters", "\u0001");
        yield return Text("quotes", "\"\\");
        yield return Text("line_ends", "\r\n");
        yield return Text("emoji", "\U0001F600");
        yield return Text("three_bytes_each", "\u6f22");
    }

    private static TestCaseData Text(string name, string text) => new TestCaseData(text).SetName($"{{m}}({name})");

    [TestCaseSource(nameof(LongTexts))]
    public async Task The_longest_text_fits_beside_the_longest_path_whatever_it_is_made_of(string unit)
    {
        IVectorStore store = await ConnectAsync();
        string text = string.Concat(Enumerable.Repeat(unit, store.Limits.MaxTextBytes / System.Text.Encoding.UTF8.GetByteCount(unit)));
        string path = string.Concat(Enumerable.Repeat("folder0/", 511)) + "file0.cs";
        string repository = new('\u6f22', 200);
        ChunkRecord record = TestData.Record(1, repository) with { Text = text, Path = path };

        await store.SaveAsync([record], TestData.Metadata(repository));

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), [record]);
    }

    [Test]
    public async Task A_record_whose_fields_are_too_large_together_is_named_and_not_sent()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.ForgetExchanges();
        ChunkRecord record = TestData.Record(2) with { Path = "src/" + new string('\u0001', 8_000) };

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([record], TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.LimitExceeded));
        Assert.That(failure.Message, Does.StartWith("src/").And.Contain("40,960"));
        Assert.That(DataRequests("/vectors/upsert"), Is.Empty);
    }

    [TestCase(256)]
    [TestCase(3_072)]
    [TestCase(20_000)]
    public async Task The_largest_batch_of_the_longest_numbers_fits_into_a_request(int dimensions)
    {
        IVectorStore store = await ConnectAsync();
        const int TextBytes = 100;
        int count = (int)(store.Limits.MaxBatchBytes / ((4L * dimensions) + TextBytes + 300));

        // Nothing of a vector of length 1 has more digits.
        float[] vector = new float[dimensions];
        Array.Fill(vector, -1.2345679e-05f);
        ChunkRecord[] records = [.. TestData.Records(count, dimensions: 4).Select(record => record with { Embedding = vector, Text = new string('x', TextBytes) })];

        await store.SaveAsync(records, TestData.Metadata(dimensions: dimensions));

        Assert.That(count, Is.Positive);
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(count));
    }

    [Test]
    public async Task Ids_are_deleted_in_parts_that_the_service_takes()
    {
        ChunkRecord[] records = [.. TestData.Records(1_000, dimensions: 4)];
        IVectorStore store = await ConnectWithRecordsAsync(records);
        await store.SaveAsync(TestData.Records(1_500, dimensions: 4)[1_000..], TestData.Metadata(dimensions: 4));
        Service.Data.ForgetExchanges();

        await store.DeleteAsync(new RecordFilter { PathPrefix = "src/file" });

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(DataRequests("/vectors/delete"), Has.Count.EqualTo(2));
    }
}
