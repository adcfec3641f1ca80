using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>What is peculiar about Chroma's collections and records, on both servers.</summary>
[TestFixture(ChromaVersion.Older)]
[TestFixture(ChromaVersion.Newer)]
public sealed class ChromaCollectionTests(ChromaVersion version) : ChromaTest(version)
{
    [Test]
    public async Task Nothing_is_created_before_the_first_save_and_then_a_collection_for_each_repository()
    {
        IVectorStore store = await ConnectAsync();
        await store.CountAsync(RecordFilter.All);
        await store.ClearAsync();
        Assert.That(await CollectionNamesAsync(), Is.Empty);

        await store.SaveAsync([TestData.Record(1, "alpha")], TestData.Metadata("alpha"));
        await store.SaveAsync([TestData.Record(1, "beta")], TestData.Metadata("beta"));

        string[] names = await CollectionNamesAsync();
        Assert.That(names, Has.Length.EqualTo(3));
        Assert.That(names[0], Is.EqualTo(Backend.Collection));
        Assert.That(names[1..], Is.All.StartsWith(Backend.Collection + "."));
    }

    [Test]
    public async Task Clearing_everything_leaves_no_collection()
    {
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync([TestData.Record(1, "alpha")], TestData.Metadata("alpha"));
        await store.SaveAsync([TestData.Record(1, "beta")], TestData.Metadata("beta"));

        await store.ClearAsync();

        Assert.That(await CollectionNamesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_collection_that_somebody_deleted_is_empty_and_made_again_by_the_next_save()
    {
        IVectorStore store = await ConnectAsync();
        await SaveAsync(store, TestData.Records(5));
        await store.CountAsync(RecordFilter.All);
        foreach (string name in await CollectionNamesAsync())
        {
            await SendAsync(HttpMethod.Delete, $"collections/{name}");
        }

        Assert.That(await store.CountAsync(RecordFilter.ForRepository(TestData.Repository)), Is.Zero);
        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 5 }), Is.Empty);
        Assert.That(await store.ExistsAsync(), Is.False);
        await SaveAsync(store, TestData.Records(3));
        Expect.SameRecords(await LoadAsync(store), TestData.Records(3));
    }

    [Test]
    public async Task A_collection_that_was_deleted_and_made_anew_with_other_dimensions_is_found_under_its_new_id()
    {
        IVectorStore store = await ConnectAsync();
        IVectorStore other = await ConnectAsync();
        await SaveAsync(store, TestData.Records(5));
        await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 5 });
        await other.ClearAsync();
        ChunkRecord[] wider = TestData.Records(4, dimensions: 24);
        await SaveAsync(other, wider);

        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1, 24), Top = 5 }), Has.Count.EqualTo(4));
        Expect.SameRecords(await LoadAsync(store), wider);
        await SaveAsync(store, TestData.Records(6, dimensions: 24));
        Assert.That(await other.CountAsync(RecordFilter.All), Is.EqualTo(6));
    }

    [Test]
    public async Task A_repository_emptied_record_by_record_takes_vectors_of_another_length()
    {
        IVectorStore store = await ConnectAsync();
        await SaveAsync(store, TestData.Records(3));
        await store.DeleteAsync(RecordFilter.ForIds([.. TestData.Records(3).Select(record => record.Id)]));
        ChunkRecord[] wider = TestData.Records(3, dimensions: 24);

        await SaveAsync(store, wider);

        Expect.SameRecords(await LoadAsync(store), wider);
    }

    [TestCase("{}", "was not made by VectorHost", StoreFailureKind.Mismatch)]
    [TestCase("""{"vectorhost_holds":"records","vectorhost_format":"1"}""", "was not made by VectorHost", StoreFailureKind.Mismatch)]
    [TestCase("""{"vectorhost_holds":"catalogue","vectorhost_format":"2"}""", "of format 2", StoreFailureKind.Incompatible)]
    [TestCase("""{"vectorhost_holds":"catalogue","vectorhost_format":"1"}""", "compares vectors by 'l2'", StoreFailureKind.Mismatch)]
    public async Task A_collection_of_somebody_else_is_refused_and_left_alone(string metadata, string reason, StoreFailureKind kind)
    {
        string ours = metadata == "{}" ? "null" : metadata;
        await SendAsync(HttpMethod.Post, "collections", $$"""{"name":"{{Backend.Collection}}","metadata":{{ours}}}""");
        IVectorStore store = await ConnectAsync();

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => store.SaveAsync([TestData.Record(1)], TestData.Metadata()),
            () => store.CountAsync(RecordFilter.All),
            () => store.GetMetadataAsync(),
            () => store.ClearAsync(),
        })
        {
            VectorStoreException failure = await ChromaFailure.OfAsync(call);
            Assert.That(failure.Kind, Is.EqualTo(kind));
            Assert.That(failure.Message, Does.Contain(reason).And.Contain("vector_store.chromadb.collection"));
        }

        Assert.That(await CollectionNamesAsync(), Is.EqualTo(new[] { Backend.Collection }));
    }

    [Test]
    public async Task A_record_of_somebody_else_in_our_collection_is_said_to_be_so()
    {
        IVectorStore store = await ConnectAsync();
        await SaveAsync(store, TestData.Records(3));
        string name = (await CollectionNamesAsync())[1];
        JsonElement collection = await SendAsync(HttpMethod.Get, $"collections/{name}");
        string vector = string.Join(',', Enumerable.Repeat("1", TestData.Dimensions));
        await SendAsync(
            HttpMethod.Post, $"collections/{collection.GetProperty("id").GetString()}/add", $$"""{"ids":["mine"],"embeddings":[[{{vector}}]],"documents":["x"],"metadatas":[null]}""");

        VectorStoreException failure = await ChromaFailure.OfAsync(() => LoadAsync(store).AsTask());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain("'mine'"));
    }

    [Test]
    public async Task A_record_that_moved_up_is_no_longer_in_its_old_folders()
    {
        IVectorStore store = await ConnectAsync();
        ChunkRecord deep = TestData.Record(1) with { Path = "a/b/c/d.cs" };
        ChunkRecord moved = deep with { Path = "a/d.cs" };
        await SaveAsync(store, [deep]);

        await SaveAsync(store, [moved]);

        foreach (string folder in new[] { "a/b/", "a/b/c/" })
        {
            Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = folder }), Is.Zero);
            Assert.That(await store.SearchAsync(new VectorQuery { Embedding = deep.Embedding, Top = 1, Filter = new() { PathPrefix = folder } }), Is.Empty);
        }

        Expect.SameRecords(await LoadAsync(store, new RecordFilter { PathPrefix = "a/" }), [moved]);
    }

    [TestCase("a/b/c/d/e/f/g/")]
    [TestCase("a/b/c/d/e/f/g/h/")]
    [TestCase("a/b/c/d/e/f/g/h/i/")]
    [TestCase("a/b/c/d/e/f/g/h/i/j/x")]
    [TestCase("a/b/c/d/e/f/g/h/i/j/x.cs/")]
    public async Task Folders_deeper_than_there_are_keys_for_are_told_apart(string prefix)
    {
        IVectorStore store = await ConnectAsync();
        string[] paths = ["a/b/c/d/e/f/g/h/i/j/x.cs", "a/b/c/d/e/f/g/h/i/y.cs", "a/b/c/d/e/f/g/h/y.cs", "a/b/c/d/e/f/g/y.cs", "a/y.cs"];
        ChunkRecord[] records = [.. paths.Select((path, number) => TestData.Record(number) with { Path = path })];
        await SaveAsync(store, records);

        Expect.SameRecords(
            await LoadAsync(store, new RecordFilter { PathPrefix = prefix }),
            records.Where(record => record.Path.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Deleting_what_a_stream_has_given_already_makes_it_skip_nothing()
    {
        IVectorStore store = await ConnectAsync();
        ChunkRecord[] records = TestData.Records(3_500, dimensions: 4);
        await SaveAsync(store, records);
        List<Guid> loaded = [];

        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.None))
        {
            loaded.Add(record.Id);
            if (loaded.Count == 2_500)
            {
                // More than two pages before the place where the stream is.
                foreach (Guid[] ids in loaded.Chunk(500))
                {
                    await store.DeleteAsync(RecordFilter.ForIds(ids));
                }
            }
        }

        Assert.That(loaded, Is.EquivalentTo(records.Select(record => record.Id)));
    }

    [Test]
    public async Task Asking_for_no_hit_is_refused_before_it_makes_the_server_drop_the_connection()
    {
        IVectorStore store = await ConnectAsync();
        await SaveAsync(store, TestData.Records(2));

        await Assert.ThatAsync(
            async () => await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_batch_as_large_as_the_limits_allow_fits_into_a_request_whatever_its_characters()
    {
        IVectorStore store = await ConnectAsync();
        string text = new('\u0001', store.Limits.MaxTextBytes - 1_000);
        ChunkRecord[] records = [TestData.Record(1) with { Text = text }, TestData.Record(2) with { Text = text }];
        Assume.That(2L * text.Length, Is.GreaterThan(store.Limits.MaxBatchBytes - 5_000));

        await store.SaveAsync(records, TestData.Metadata());

        Expect.SameRecords(await LoadAsync(store), records);
    }

    [Test]
    public async Task Vectors_of_the_most_dimensions_are_saved_and_found()
    {
        IVectorStore store = await ConnectAsync();
        ChunkRecord[] records = TestData.Records(2, dimensions: store.Limits.MaxDimensions);

        await SaveAsync(store, records);

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(new VectorQuery { Embedding = records[1].Embedding, Top = 1, Parts = RecordParts.All });
        Expect.SameRecord(hits.Single().Record, records[1]);
    }

    [Test]
    public async Task Half_a_character_is_refused_as_the_records_fault()
    {
        IVectorStore store = await ConnectAsync();

        VectorStoreException failure = await ChromaFailure.OfAsync(
            () => store.SaveAsync([TestData.Record(1) with { Text = "\uD83D" }], TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidRecord));
    }

    [Test]
    public async Task More_repositories_than_a_page_of_the_catalogue_holds_are_all_there()
    {
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync([], TestData.Metadata("repository-0000"));
        string id = (await SendAsync(HttpMethod.Get, $"collections/{Backend.Collection}")).GetProperty("id").GetString()!;
        JsonElement first = await SendAsync(HttpMethod.Post, $"collections/{id}/get", """{"include":["documents"]}""");
        string document = first.GetProperty("documents")[0].GetString()!;
        string[] names = [.. Enumerable.Range(0, 2_100).Select(number => $"repository-{number:0000}")];
        await SendAsync(HttpMethod.Post, $"collections/{id}/add", JsonSerializer.Serialize(new
        {
            ids = names[1..],
            embeddings = names[1..].Select(_ => new[] { 1 }),
            documents = names[1..].Select(name => document.Replace("repository-0000", name, StringComparison.Ordinal)),
            metadatas = names[1..].Select(name => new { repository = name }),
        }));

        Assert.That((await store.GetMetadataAsync()).Select(metadata => metadata.Repository), Is.EqualTo(names));
    }
}
