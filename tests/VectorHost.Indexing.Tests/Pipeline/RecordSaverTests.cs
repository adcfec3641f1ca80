using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Pipeline;

public sealed class RecordSaverTests
{
    [Test]
    public async Task One_record_that_the_store_refuses_is_named_and_all_others_are_saved()
    {
        using IndexedFolder folder = new();
        folder.Write("good.cs", SampleCode.Class("Alpha", 40));
        folder.Write("bad.md", "# Poison\n");
        folder.Store.OnSave = RefuseWhen(records => records.Any(record => record.Path == "bad.md"));

        VectorStoreException? refusal = Assert.ThrowsAsync<VectorStoreException>(() => folder.IndexAsync());
        int saved = folder.Store.Records.Count;
        folder.Delete("bad.md");
        await folder.IndexAsync();

        Assert.That(refusal!.Kind, Is.EqualTo(StoreFailureKind.InvalidRecord));
        Assert.That(refusal.Message, Does.Contain("bad.md:1").And.Contain("no poison here").And.Contain("indexing.exclude"));
        Assert.That(saved, Is.EqualTo(folder.Store.Records.Count).And.GreaterThan(5));
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public void A_store_that_refuses_every_record_is_not_asked_about_each()
    {
        using IndexedFolder folder = new();
        int asked = 0;
        folder.Write("a.cs", SampleCode.Class("Alpha", 400));
        folder.Store.OnSave = RefuseWhen(records => records.Count > 0 && ++asked > 0);

        VectorStoreException? refusal = Assert.ThrowsAsync<VectorStoreException>(() => folder.IndexAsync());

        Assert.That(refusal!.Message, Does.Contain("a.cs:").And.Contain("9 more"));
        Assert.That(asked, Is.LessThan(40));
    }

    [Test]
    public async Task A_batch_that_the_server_finds_too_large_is_halved_until_it_fits()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 60));
        int largest = 0;
        folder.Store.OnSave = records =>
        {
            if (records.Count > 3)
            {
                throw new VectorStoreException(StoreFailureKind.LimitExceeded, "The request is too large.");
            }

            largest = Math.Max(largest, records.Count);
        };

        await folder.IndexAsync();

        Assert.That(largest, Is.InRange(2, 3));
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task Records_of_more_bytes_than_a_batch_takes_are_cut_into_batches()
    {
        using IndexedFolder folder = new();
        folder.Store = new InMemoryVectorStore { Limits = new StoreLimits { MaxBatchRecords = 100, MaxBatchBytes = 15_000 } };
        folder.Write("a.cs", SampleCode.Class("Alpha", 60));
        List<long> bytes = [];
        folder.Store.OnSave = records => bytes.Add(records.Sum(record => (4L * record.Embedding.Length) + record.Text!.Length));

        await folder.IndexAsync();

        Assert.That(bytes.Count(size => size > 0), Is.GreaterThan(1));
        Assert.That(bytes, Has.All.LessThanOrEqualTo(15_000));
    }

    [Test]
    public void A_failure_of_another_kind_stops_the_run_at_once()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 60));
        int saves = 0;
        folder.Store.OnSave = records =>
        {
            if (records.Count > 0)
            {
                saves++;
                throw new VectorStoreException(StoreFailureKind.RefusedCredentials, "The key is wrong.");
            }
        };

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => folder.IndexAsync());

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(saves, Is.EqualTo(1));
    }

    private static Action<IReadOnlyList<ChunkRecord>> RefuseWhen(Predicate<IReadOnlyList<ChunkRecord>> isRefused) => records =>
    {
        if (isRefused(records))
        {
            throw new VectorStoreException(StoreFailureKind.InvalidRecord, "It takes no poison here.");
        }
    };
}
