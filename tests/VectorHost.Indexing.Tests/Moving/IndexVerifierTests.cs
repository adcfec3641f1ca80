using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Moving;

public sealed class IndexVerifierTests
{
    [Test]
    public async Task A_complete_index_is_in_order()
    {
        InMemoryVectorStore store = await FilledStore.CreateAsync();

        VerifiedIndex verified = await VerifyAsync(store);

        Assert.That(verified.Problems, Is.Empty);
        Assert.That(verified.Digest, Is.EqualTo(await RecordMoverTests.DigestOfAsync(store)));
    }

    [Test]
    public async Task A_lost_record_is_noticed()
    {
        InMemoryVectorStore store = await FilledStore.CreateAsync();
        store.Lose(FilledStore.Record(3).Id);

        Assert.That((await VerifyAsync(store)).Problems, Has.One.Contains("120 records, the store holds 119"));
    }

    [Test]
    public async Task A_text_that_changed_is_noticed_with_its_place()
    {
        InMemoryVectorStore store = await FilledStore.CreateAsync();
        await store.SaveAsync([FilledStore.Record(3) with { Text = "other" }], FilledStore.Metadata(120));

        Assert.That((await VerifyAsync(store)).Problems, Has.One.Contains("src/File3.cs:3").And.One.Contains("does not match its hash"));
    }

    [TestCase(0f, 0f, 0f)]
    [TestCase(2f, 0f, 0f)]
    [TestCase(float.NaN, 0f, 0f)]
    public async Task A_vector_that_is_not_of_length_1_is_noticed(float x, float y, float z)
    {
        InMemoryVectorStore store = await FilledStore.CreateAsync();
        await store.SaveAsync([FilledStore.Record(3) with { Embedding = new[] { x, y, z } }], FilledStore.Metadata(120));

        Assert.That((await VerifyAsync(store)).Problems, Has.One.Contains("not of length 1"));
    }

    [Test]
    public async Task A_hundred_of_a_kind_are_a_few_lines()
    {
        InMemoryVectorStore store = await FilledStore.CreateAsync();
        await store.SaveAsync([.. Enumerable.Range(1, 100).Select(number => FilledStore.Record(number) with { Text = "" })], FilledStore.Metadata(120));

        VerifiedIndex verified = await VerifyAsync(store);

        Assert.That(verified.Problems, Has.Count.EqualTo(6));
        Assert.That(verified.Problems[^1], Does.StartWith("95 more records"));
    }

    [Test]
    public async Task An_interrupted_run_is_noticed() =>
        Assert.That((await VerifyAsync(await FilledStore.CreateAsync(state: IndexState.Writing))).Problems, Has.One.Contains("interrupted"));

    [Test]
    public async Task An_empty_store_holds_nothing() =>
        Assert.That((await VerifyAsync(new InMemoryVectorStore())).Problems, Has.One.Contains("holds nothing"));

    private static async Task<VerifiedIndex> VerifyAsync(IVectorStore store)
    {
        using TemporaryFolder folder = new();
        return await new IndexVerifier(store, FilledStore.Repository).VerifyAsync(
            new SnapshotLocation(folder.Path, FilledStore.Repository, "memory"), new MoveProgress(), CancellationToken.None);
    }
}
