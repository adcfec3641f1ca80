using System.Globalization;
using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>What is kept about repositories, beside their records.</summary>
public abstract class MetadataConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [TestCase(IndexState.Writing)]
    [TestCase(IndexState.Complete)]
    [Scenario(125)]
    public async Task Metadata_comes_back_equal_in_every_field(IndexState state)
    {
        IndexMetadata metadata = TestData.Metadata() with
        {
            State = state,
            Root = "/home/me/\u00fcber/\U0001F600 'x' \\ \"y\"",
            FileCount = long.MaxValue,
            RecordCount = (1L << 53) + 1,
            Embedder = new EmbedderFingerprint { Provider = "openai", Model = "a/b:c", Dimensions = 3, Normalization = "none" },
            Entries = new Dictionary<string, string> { ["a.b"] = "", ["\u00e9"] = "line\nbreak \U0001F600", ["$x"] = "{\"json\": null}" },
        };

        await Store.SaveAsync([], metadata);

        Expect.SameMetadata((await Store.GetMetadataAsync(metadata.Repository)).Single(), metadata);
    }

    [Test]
    [Scenario(24)]
    public async Task Saving_metadata_again_replaces_all_of_it()
    {
        await Store.SaveAsync([], TestData.Metadata() with { Entries = new Dictionary<string, string> { ["old"] = "1", ["both"] = "1" } });
        IndexMetadata changed = TestData.Metadata() with
        {
            State = IndexState.Writing,
            ToolVersion = "0.2.0",
            Entries = new Dictionary<string, string> { ["both"] = "2" },
        };

        await Store.SaveAsync([], changed);

        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), changed);
    }

    [Test]
    [Scenario(18)]
    public async Task All_metadata_comes_in_the_order_of_the_repositories_names()
    {
        string[] names = ["b", "a", "B", "\uFFFD", "\U0001F600", "a-1", "a1", "\u00e9"];
        foreach (string name in names)
        {
            await Store.SaveAsync([], TestData.Metadata(name));
        }

        IReadOnlyList<IndexMetadata> all = await Store.GetMetadataAsync();

        Assert.That(all.Select(metadata => metadata.Repository), Is.EqualTo(names.Order(StringComparer.Ordinal)));
    }

    [Test]
    [Scenario(18)]
    public async Task More_repositories_than_a_page_holds_are_all_listed_once()
    {
        string[] names = [.. Enumerable.Range(0, 105).Select(number => string.Create(CultureInfo.InvariantCulture, $"repository-{number:000}"))];
        foreach (string name in names)
        {
            await Store.SaveAsync([], TestData.Metadata(name));
        }

        IReadOnlyList<IndexMetadata> all = await Store.GetMetadataAsync();

        Assert.That(all.Select(metadata => metadata.Repository), Is.EqualTo(names));
    }

    [Test]
    [Scenario(8)]
    public async Task A_repository_that_was_never_saved_has_no_metadata_and_does_not_exist()
    {
        await Store.SaveAsync([], TestData.Metadata("alpha"));

        Assert.That(await Store.GetMetadataAsync("Alpha"), Is.Empty);
        Assert.That(await Store.ExistsAsync("Alpha"), Is.False);
        Assert.That(await Store.ExistsAsync("alpha"), Is.True);
        Assert.That(await Store.ExistsAsync(), Is.True);
    }

    [Test]
    [Scenario(134)]
    public async Task Metadata_is_neither_counted_nor_loaded()
    {
        await Store.SaveAsync([], TestData.Metadata("alpha"));
        await SaveAsync(TestData.Record(1, "beta"));

        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(1));
        Assert.That(await Store.CountAsync(RecordFilter.ForRepository("alpha")), Is.Zero);
        Expect.SameRecords(await LoadAsync(), [TestData.Record(1, "beta")]);
    }

    [Test]
    [Scenario(14)]
    public async Task Repositories_with_unusual_names_stay_apart()
    {
        string[] names = [new string('x', 200), "a b", "a/b", "a\\b", "it's", "\"q\"", "100%", "a_b", "..", "\U0001F600", "\u00e9", "e\u0301"];
        ChunkRecord[] records = [.. names.Select(name => TestData.Record(1, name))];
        await SaveAsync(records);

        foreach (ChunkRecord record in records)
        {
            Expect.SameRecords(await LoadAsync(RecordFilter.ForRepository(record.Repository)), [record]);
            Assert.That((await Store.GetMetadataAsync(record.Repository)).Single().Repository, Is.EqualTo(record.Repository));
        }
    }

    [Test]
    [Scenario(125)]
    public async Task Another_user_of_the_same_state_reads_the_same_metadata()
    {
        IVectorStore other = await ConnectAnotherStoreAsync();

        await Store.SaveAsync([], TestData.Metadata());

        Expect.SameMetadata((await other.GetMetadataAsync(TestData.Repository)).Single(), TestData.Metadata());
    }
}
