using System.Runtime.Versioning;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Files;
using VectorHost.Plugins.Sqlite.Tests.Processes;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>The files of codes beside the database: used where they are right, and never trusted otherwise.</summary>
[TestFixture]
public sealed class CodeFileTests : SqliteTest
{
    private const int Many = CodedVectors.FewestRows + 500;

    private static readonly VectorQuery Query = new() { Embedding = TestData.RandomVector(1), Top = 30 };

    private string CodePath => Backend.DatabasePath + "-codes-1";

    [Test]
    public async Task A_store_that_is_closed_leaves_codes_that_the_next_one_searches_instead_of_the_vectors()
    {
        ChunkRecord[] records = await SaveManyAsync();
        Assert.That(File.Exists(CodePath), Is.True);

        // Nothing notices, unless the vectors are read.
        Execute("UPDATE vector SET embedding = zeroblob(length(embedding))");

        await ExpectHitsAsync(records);
    }

    [Test]
    public async Task An_index_that_is_completed_has_its_codes_before_the_store_is_closed()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await SaveAsync(store, TestData.Records(Many), TestData.Metadata() with { State = IndexState.Writing });
        Assert.That(File.Exists(CodePath), Is.False);

        await store.SaveAsync([], TestData.Metadata());

        Assert.That(File.Exists(CodePath), Is.True);
    }

    [Test]
    public async Task A_small_repository_has_no_file()
    {
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await store.SaveAsync(TestData.Records(1_000), TestData.Metadata());
            await store.SearchAsync(Query);
        }

        Assert.That(Directory.GetFiles(Backend.Folder.At("data")), Is.EqualTo(new[] { Backend.DatabasePath }));
    }

    [Test]
    public async Task An_index_that_is_still_being_written_leaves_no_file_until_it_is_searched()
    {
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await SaveAsync(store, TestData.Records(Many), TestData.Metadata() with { State = IndexState.Writing });
        }

        Assert.That(File.Exists(CodePath), Is.False);
        await ExpectHitsAsync(TestData.Records(Many));
        Assert.That(File.Exists(CodePath), Is.True);
    }

    [Test]
    public async Task What_another_store_saved_or_deleted_since_is_found_or_not()
    {
        ChunkRecord[] records = await SaveManyAsync();
        await using IVectorStore first = await Backend.ConnectAsync();
        await first.SearchAsync(Query);
        ChunkRecord nearest = TestData.Record(Many) with { Embedding = Query.Embedding };
        await using (IVectorStore second = await Backend.ConnectAsync())
        {
            await second.SaveAsync([nearest], TestData.Metadata());
            await second.DeleteAsync(RecordFilter.ForIds([.. records[..100].Select(record => record.Id)]));
        }

        ChunkRecord[] expected = [.. records[100..], nearest];
        Expect.SameHits(await first.SearchAsync(Query), ExactSearch.Search(expected, Query));
        await ExpectHitsAsync(expected);
    }

    [Test]
    public async Task A_file_cut_off_anywhere_is_made_anew()
    {
        ChunkRecord[] records = await SaveManyAsync();
        byte[] whole = await File.ReadAllBytesAsync(CodePath);
        foreach (long length in Boundaries().SelectMany(boundary => new[] { boundary, boundary + 1, boundary + 3_000 }).Where(length => length < whole.Length))
        {
            await File.WriteAllBytesAsync(CodePath, whole[..(int)length]);
            await ExpectHitsAsync(records);
            Assert.That(await File.ReadAllBytesAsync(CodePath), Is.EqualTo(whole), $"cut off at {length}");
        }
    }

    [Test]
    public async Task A_flipped_bit_in_any_part_of_a_file_is_noticed()
    {
        ChunkRecord[] records = await SaveManyAsync();
        byte[] whole = await File.ReadAllBytesAsync(CodePath);
        CodeLayout layout = Layout();
        long[] sections = [0, 8, 16, 24, 32, 40, 4_092, .. new[] { layout.Scales, layout.Levels, layout.Levels + 70_000 }.Select(InFile), whole.Length - 2];
        foreach (long offset in sections)
        {
            byte[] damaged = [.. whole];
            damaged[offset] ^= 0x10;
            await File.WriteAllBytesAsync(CodePath, damaged);
            await ExpectHitsAsync(records);
            Assert.That(await File.ReadAllBytesAsync(CodePath), Is.EqualTo(whole), $"flipped at {offset}");
        }
    }

    [Test]
    public async Task Flipped_bits_in_every_page_of_vectors_and_ids_are_noticed_when_they_are_read()
    {
        ChunkRecord[] records = await SaveManyAsync();
        byte[] whole = await File.ReadAllBytesAsync(CodePath);
        foreach (long section in new[] { Layout().Vectors, Layout().RowIds, Layout().Ids })
        {
            byte[] damaged = [.. whole];
            long end = section == Layout().Vectors ? Layout().RowIds : section == Layout().RowIds ? Layout().Ids : Layout().Length;
            for (long offset = section; offset < end; offset += PageChecks.PageBytes)
            {
                damaged[InFile(offset)] ^= 1;
            }

            await File.WriteAllBytesAsync(CodePath, damaged);
            await ExpectHitsAsync(records);
            Assert.That(await File.ReadAllBytesAsync(CodePath), Is.EqualTo(whole));
        }
    }

    [Test]
    public async Task A_file_of_another_format_is_made_anew()
    {
        ChunkRecord[] records = await SaveManyAsync();
        await File.WriteAllTextAsync(CodePath, string.Concat(Enumerable.Repeat("Dear diary, ", 100_000)));

        await ExpectHitsAsync(records);
    }

    [Test]
    public async Task A_database_that_is_deleted_and_made_again_does_not_find_what_the_old_one_held()
    {
        await SaveManyAsync();
        File.Delete(Backend.DatabasePath);

        ChunkRecord[] records = [.. Enumerable.Range(20_000, Many).Select(number => TestData.Record(number))];
        await SaveManyAsync(records);

        await ExpectHitsAsync(records);
    }

    [Test]
    public async Task A_copy_that_is_put_back_and_changed_in_another_way_does_not_find_what_came_after_the_copy()
    {
        ChunkRecord[] records = await SaveManyAsync();
        File.Copy(Backend.DatabasePath, Backend.DatabasePath + ".copy");
        ChunkRecord nearest = TestData.Record(Many) with { Embedding = Query.Embedding };
        await SaveManyAsync([nearest]);
        await ExpectHitsAsync([.. records, nearest]);

        File.Move(Backend.DatabasePath + ".copy", Backend.DatabasePath, overwrite: true);
        ChunkRecord another = TestData.Record(Many + 1);
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await store.SaveAsync([another], TestData.Metadata() with { State = IndexState.Writing });
        }

        await ExpectHitsAsync([.. records, another]);
    }

    [Test]
    public async Task Clearing_deletes_the_files_of_what_is_cleared_and_what_dead_writers_left()
    {
        await SaveManyAsync();
        string left = Backend.Folder.Write("data/vectors.db-codes-1.0123456789abcdef.unfinished", "half a file");
        string held = Backend.Folder.At("data/vectors.db-codes-1.fedcba9876543210.unfinished");
        string theirs = Backend.Folder.Write("data/vectors.db-codes-of-mine", "not ours");
        await using FileStream writer = new(held, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (IVectorStore store = await Backend.ConnectAsync())
        {
            await store.SearchAsync(Query);
            await store.ClearAsync(TestData.Repository);
            Assert.That(await store.SearchAsync(Query), Is.Empty);
        }

        Assert.That(File.Exists(CodePath), Is.False);
        Assert.That(File.Exists(left), Is.False);
        Assert.That(File.Exists(held), Is.True);
        Assert.That(File.Exists(theirs), Is.True);
    }

    [Test]
    public async Task Searches_go_on_while_the_repository_is_cleared_and_saved_again_and_again()
    {
        ChunkRecord[] records = await SaveManyAsync();
        await using IVectorStore store = await Backend.ConnectAsync();
        using CancellationTokenSource done = new();
        Task<int>[] searches = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            int count = 0;
            for (; !done.IsCancellationRequested || count == 0; count++)
            {
                IReadOnlyList<SearchHit> hits = await store.SearchAsync(Query with { Top = 5 });
                Assert.That(hits.Count, Is.Zero.Or.EqualTo(5));
            }

            return count;
        }))];
        for (int i = 0; i < 5; i++)
        {
            await store.ClearAsync();
            await SaveAsync(store, records, TestData.Metadata());
            await store.SearchAsync(Query);
        }

        await done.CancelAsync();
        Assert.That(await Task.WhenAll(searches), Is.All.Positive);
    }

    [Test, Platform(Exclude = "Win"), UnsupportedOSPlatform("windows")]
    public async Task A_folder_where_nothing_can_be_written_is_searched_all_the_same()
    {
        ChunkRecord[] records = await SaveManyAsync();
        File.Delete(CodePath);
        File.SetUnixFileMode(Backend.Folder.At("data"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            string[] outcomes = await ChildProcess.RunAsync("try-everything", Backend.DatabasePath);
            Assert.That(outcomes[1], Is.EqualTo("search: 100 hits"));
            Assert.That(File.Exists(CodePath), Is.False);
        }
        finally
        {
            File.SetUnixFileMode(Backend.Folder.At("data"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        await ExpectHitsAsync(records);
    }

    [Test]
    public async Task Processes_that_write_at_once_leave_a_whole_file()
    {
        ChunkRecord[] records = await SaveManyAsync();
        byte[] whole = await File.ReadAllBytesAsync(CodePath);
        File.Delete(CodePath);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChildProcess.RunAsync("search", Backend.DatabasePath, "5")));

        Assert.That(await File.ReadAllBytesAsync(CodePath), Is.EqualTo(whole));
        Assert.That(Directory.GetFiles(Backend.Folder.At("data")), Has.Length.EqualTo(2));
        await ExpectHitsAsync(records);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task A_process_that_is_killed_while_it_writes_leaves_the_whole_file_that_was_there_or_none([Values] bool isThere)
    {
        ChunkRecord[] records = await SaveManyAsync();
        byte[] whole = await File.ReadAllBytesAsync(CodePath);

        // What tells that a file is whole stands before all that and is written last.
        foreach (long place in Boundaries().Where(place => place > CodeFileHeader.Length && place < whole.Length).Append(whole.Length - 1))
        {
            await File.WriteAllBytesAsync(CodePath, whole);
            if (!isThere)
            {
                File.Delete(CodePath);
            }

            await ChildProcess.RunUntilKilledAsync(FileSizeLimit.Signal, "write-codes", Backend.DatabasePath, $"{place}");

            Assert.That(File.Exists(CodePath), Is.EqualTo(isThere));
            Assert.That(!isThere || (await File.ReadAllBytesAsync(CodePath)).AsSpan().SequenceEqual(whole), Is.True);
            FileInfo unfinished = new(Directory.GetFiles(Backend.Folder.At("data"), "*" + CodeFileWriter.UnfinishedSuffix).Single());
            Assert.That(unfinished.Length, Is.LessThanOrEqualTo(place), "It was killed before this byte.");
            await ExpectHitsAsync(records);
            unfinished.Delete();
        }
    }

    private static async Task SaveAsync(IVectorStore store, ChunkRecord[] records, IndexMetadata metadata)
    {
        foreach (ChunkRecord[] batch in records.Chunk(2_000))
        {
            await store.SaveAsync(batch, metadata);
        }
    }

    private async Task<ChunkRecord[]> SaveManyAsync(ChunkRecord[]? records = null)
    {
        records ??= TestData.Records(Many);
        await using IVectorStore store = await Backend.ConnectAsync();
        await SaveAsync(store, records, TestData.Metadata());
        return records;
    }

    /// <summary>A new store finds what comparing every vector finds, and leaves the codes when it is closed.</summary>
    private async Task ExpectHitsAsync(ChunkRecord[] records)
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        Expect.SameHits(await store.SearchAsync(Query), ExactSearch.Search(records, Query));
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadWrite);
        connection.Execute(sql);
    }

    private static CodeLayout Layout() => new(Many, TestData.Dimensions, BitForm.None);

    private static long InFile(long offset) => CodeFileHeader.Length + offset;

    private static long[] Boundaries()
    {
        CodeLayout layout = Layout();
        return [0, 100, .. new[] { layout.Center, layout.Scales, layout.Levels, layout.Vectors, layout.RowIds, layout.Ids, layout.Length }.Select(InFile)];
    }
}
