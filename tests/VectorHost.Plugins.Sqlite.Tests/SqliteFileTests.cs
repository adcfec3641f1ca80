using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Files in every condition: foreign, damaged, newer, half made, in places where nothing can be made.</summary>
[TestFixture]
public sealed class SqliteFileTests : SqliteTest
{
    [Test]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_was()
    {
        WriteDatabase("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        byte[] before = await File.ReadAllBytesAsync(Backend.DatabasePath);

        VectorStoreException failure = await ConnectFailureAsync();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain(Backend.DatabasePath).And.Contain("another program"));
        Assert.That(await File.ReadAllBytesAsync(Backend.DatabasePath), Is.EqualTo(before));
    }

    [Test]
    public async Task A_database_marked_by_another_program_is_refused_even_while_empty()
    {
        WriteDatabase("PRAGMA application_id = 12345");

        Assert.That((await ConnectFailureAsync()).Kind, Is.EqualTo(StoreFailureKind.Mismatch));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_was()
    {
        string text = string.Concat(Enumerable.Repeat("Dear diary, ", 1_000));
        Backend.Folder.Write("data/vectors.db", text);

        VectorStoreException failure = await ConnectFailureAsync();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain("is not a database").And.Contain("index again"));
        Assert.That(await File.ReadAllTextAsync(Backend.DatabasePath), Is.EqualTo(text));
    }

    [Test]
    public async Task A_database_of_a_newer_format_is_refused_with_both_numbers()
    {
        await MakeStoreAsync();
        WriteDatabase("PRAGMA user_version = 12");

        VectorStoreException failure = await ConnectFailureAsync();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("format 12").And.Contain("up to 1").And.Contain("Update VectorHost"));
    }

    [Test]
    public async Task A_damaged_database_is_called_damaged_and_says_what_to_delete()
    {
        await MakeStoreAsync();
        await using (FileStream file = File.OpenWrite(Backend.DatabasePath))
        {
            // Everything behind the first page, which holds the schema.
            file.Position = 16_384;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5A, (int)(file.Length - 16_384)).ToArray());
        }

        await using IVectorStore store = Backend.CreateStore();
        await store.ConnectAsync();
        VectorStoreException failure = await FailureOf(() => store.CountAsync(RecordFilter.All));
        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain(Backend.DatabasePath).And.Contain("-wal").And.Contain("index again"));
        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Is.EqualTo(failure.Message));
    }

    [Test]
    public async Task A_vector_cut_short_is_damage_not_a_score()
    {
        await MakeStoreAsync();
        WriteDatabase("UPDATE vector SET embedding = x'00000000'");

        await using IVectorStore store = await Backend.ConnectAsync();

        VectorStoreException failure = await FailureOf(
            () => store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 1 }));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
    }

    [TestCase("'{\"root\":'")]
    [TestCase("'[]'")]
    [TestCase("'{}'")]
    [TestCase("json_remove(metadata, '$.embedder.model')")]
    [TestCase("json_set(metadata, '$.root', 1)")]
    [TestCase("json_set(metadata, '$.state', 'Asleep')")]
    [TestCase("json_set(metadata, '$.file_count', 1.5)")]
    [TestCase("json_set(metadata, '$.created_at', 'yesterday')")]
    [TestCase("json_set(metadata, '$.embedder.dimensions', 3000000000)")]
    [TestCase("json_set(metadata, '$.embedder', 'lexical')")]
    [TestCase("json_set(metadata, '$.entries', json('[]'))")]
    [TestCase("json_set(metadata, '$.entries.one', json('{}'))")]
    public async Task Damaged_metadata_is_damage(string metadata)
    {
        await MakeStoreAsync();
        WriteDatabase($"UPDATE repository SET metadata = {metadata}");

        await using IVectorStore store = await Backend.ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.GetMetadataAsync());
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
    }

    [Test]
    public async Task Metadata_that_a_newer_version_has_added_is_skipped()
    {
        await MakeStoreAsync();
        WriteDatabase("UPDATE repository SET metadata = json_set(metadata, '$.new', json('{\"root\": [1, null, {\"root\": 2}]}'))");

        await using IVectorStore store = await Backend.ConnectAsync();

        Assert.That(await store.GetMetadataAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Metadata_of_any_characters_is_read_as_it_was_saved()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        Dictionary<string, string> entries = new() { [""] = "\0 in the middle\0", ["\0"] = "\u001f\u2028\\\"", ["$.root[0]"] = "\U0001F600" };
        IndexMetadata saved = TestData.Metadata() with { Entries = entries, UpdatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(10) };

        await store.SaveAsync([], saved);

        IndexMetadata read = (await store.GetMetadataAsync())[0];
        Assert.That(read.Entries, Is.EquivalentTo(entries));
        Assert.That(read.UpdatedAt, Is.EqualTo(saved.UpdatedAt));
    }

    [Test]
    public async Task An_empty_file_becomes_a_store()
    {
        Backend.Folder.Write("data/vectors.db", "");

        await MakeStoreAsync();

        Assert.That(new FileInfo(Backend.DatabasePath).Length, Is.Positive);
    }

    [Test]
    public async Task A_creation_that_was_interrupted_is_completed()
    {
        WriteDatabase("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL");
        Assert.That(new FileInfo(Backend.DatabasePath).Length, Is.Positive);

        await MakeStoreAsync();
    }

    [Test]
    public async Task The_file_says_whose_it_is_and_of_which_format()
    {
        await MakeStoreAsync();

        using SqliteConnection connection = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadOnly);
        Assert.That(connection.QueryInt64("PRAGMA application_id"), Is.EqualTo(0x56485354));
        Assert.That(connection.QueryInt64("PRAGMA user_version"), Is.EqualTo(1));
        Assert.That(connection.QueryText("PRAGMA journal_mode"), Is.EqualTo("wal"));
        Assert.That(connection.QueryText("PRAGMA integrity_check"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        Backend.Folder.Write("file", "");
        await using IVectorStore store = Backend.CreateStore(new() { ["path"] = Backend.Folder.At("file/vectors.db") });

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain(Backend.Folder.At("file/vectors.db")).And.Contain("vector_store.sqlite.path"));
    }

    [Test]
    public async Task A_chunk_without_a_vector_is_damage([Values] bool isInMemory)
    {
        await MakeStoreAsync();
        WriteDatabase("DELETE FROM vector WHERE row_id = 7");
        await using IVectorStore store = await Backend.ConnectAsync();
        VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 3 };
        if (isInMemory)
        {
            await store.SearchAsync(query);
        }

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(query with { Filter = new RecordFilter { PathPrefix = "src/" } }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
    }

    [Test]
    public async Task An_id_cut_short_is_damage()
    {
        await MakeStoreAsync();
        WriteDatabase("UPDATE chunk SET id = x'01' WHERE row_id = 7");
        await using IVectorStore store = await Backend.ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.LoadAsync(RecordFilter.All, RecordParts.None).ToListAsync().AsTask());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_file_deleted_under_an_open_store_is_not_healthy()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        File.Delete(Backend.DatabasePath);

        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain("was deleted or moved"));
    }

    [Test]
    public void A_file_in_a_folder_with_any_name_can_be_opened_for_reading_alone()
    {
        string file = Backend.Folder.At("50% off?#1 %41 \u00fc/x.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (SqliteConnection writer = SqliteConnection.Open(file, SqliteAccess.ReadWrite))
        {
            writer.Execute("CREATE TABLE x (y); INSERT INTO x VALUES (7)");
        }

        using SqliteConnection reader = SqliteConnection.Open(file, SqliteAccess.Immutable);
        Assert.That(reader.QueryInt64("SELECT y FROM x"), Is.EqualTo(7));
    }

    [Test]
    public async Task A_closed_store_leaves_one_file_that_can_be_deleted()
    {
        await MakeStoreAsync();

        Assert.That(Directory.GetFiles(Backend.Folder.At("data")), Is.EqualTo(new[] { Backend.DatabasePath }));
        Assert.That(OpenFiles(), Has.None.StartsWith(Backend.Folder.Path));
    }

    [Test]
    public async Task A_stream_left_open_ends_with_its_enumerator_and_closes_the_file()
    {
        IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(600), TestData.Metadata());
        IAsyncEnumerator<ChunkRecord> stream = store.LoadAsync(RecordFilter.All, RecordParts.All).GetAsyncEnumerator();
        await stream.MoveNextAsync();

        await store.DisposeAsync();
        await stream.DisposeAsync();

        Assert.That(OpenFiles(), Has.None.StartsWith(Backend.Folder.Path));
    }

    [Test]
    public async Task Clearing_gives_the_space_back()
    {
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await store.SaveAsync(TestData.Records(2_000, dimensions: 256), TestData.Metadata(dimensions: 256));
            await store.ClearAsync(TestData.Repository);
        }

        Assert.That(new FileInfo(Backend.DatabasePath).Length, Is.LessThan(300_000));
    }

    [Test]
    public async Task Saving_and_deleting_over_and_over_does_not_make_the_file_grow()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        List<long> pages = [];
        for (int cycle = 0; cycle < 10; cycle++)
        {
            await store.SaveAsync(TestData.Records(1_000), TestData.Metadata());
            await store.DeleteAsync(RecordFilter.ForRepository(TestData.Repository));
            using SqliteConnection connection = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadOnly);
            pages.Add(connection.QueryInt64("PRAGMA page_count"));
        }

        Assert.That(pages[^1], Is.LessThan(pages[0] * 2));
    }

    [Test]
    public async Task A_full_disk_is_called_that_and_what_was_saved_stays()
    {
        ChunkRecord[] saved = TestData.Records(100);
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await store.SaveAsync(saved, TestData.Metadata());
        }

        SqliteSettings settings = SqliteSettings.Read(Backend.CreateContext([])) with { MaxPageCount = 40 };
        await using (SqliteVectorStore store = new(() => settings, Backend.CreateContext([]).LoggerFactory))
        {
            await store.ConnectAsync();
            VectorStoreException failure = await FailureOf(
                () => store.SaveAsync(TestData.Records(2_000, dimensions: 16), TestData.Metadata() with { State = IndexState.Writing }));

            Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
            Assert.That(failure.IsTransient, Is.False);
            Assert.That(failure.Message, Does.Contain("is full").And.Contain(Backend.DatabasePath));
            Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), saved);
            Expect.SameMetadata((await store.GetMetadataAsync()).Single(), TestData.Metadata());
        }

        await using IVectorStore later = await Backend.ConnectAsync();
        await later.SaveAsync(TestData.Records(2_000), TestData.Metadata());
        Assert.That(await later.CountAsync(RecordFilter.All), Is.EqualTo(2_000));
    }

    private static string[] OpenFiles() => !OperatingSystem.IsLinux() ? [] :
    [
        .. new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget).OfType<string>(),
        .. File.ReadLines("/proc/self/maps").Select(line => line[Math.Max(0, line.IndexOf('/', StringComparison.Ordinal))..]),
    ];

    private async Task MakeStoreAsync()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(50), TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(50));
        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 }), Has.Count.EqualTo(3));
    }

    private void WriteDatabase(string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Backend.DatabasePath)!);
        using SqliteConnection connection = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadWrite);
        connection.Execute(sql);
    }

    private async Task<VectorStoreException> ConnectFailureAsync()
    {
        await using IVectorStore store = Backend.CreateStore();
        return await FailureOf(() => store.ConnectAsync());
    }
}
