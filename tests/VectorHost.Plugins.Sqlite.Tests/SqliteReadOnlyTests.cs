using System.Runtime.Versioning;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Tests.Processes;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Files and folders without write permission, tried by a process that has to obey it.</summary>
[TestFixture]
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class SqliteReadOnlyTests : SqliteTest
{
    private const UnixFileMode ReadFile = UnixFileMode.UserRead;
    private const UnixFileMode ReadFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const UnixFileMode WriteFolder = ReadFolder | UnixFileMode.UserWrite;

    [TearDown]
    public void AllowWritingAgain() => File.SetUnixFileMode(Backend.Folder.At("data"), WriteFolder);

    [Test]
    public async Task A_read_only_file_can_be_searched_and_saving_says_what_to_do()
    {
        await MakeStoreAsync();
        File.SetUnixFileMode(Backend.DatabasePath, ReadFile);

        ExpectReadOnly(await ChildProcess.RunAsync("try-everything", Backend.DatabasePath));
    }

    [Test]
    public async Task A_read_only_folder_can_be_searched_and_saving_says_what_to_do()
    {
        await MakeStoreAsync();
        File.SetUnixFileMode(Backend.DatabasePath, ReadFile);
        File.SetUnixFileMode(Backend.Folder.At("data"), ReadFolder);

        ExpectReadOnly(await ChildProcess.RunAsync("try-everything", Backend.DatabasePath));
    }

    [Test]
    public async Task A_writable_file_in_a_read_only_folder_can_be_searched_and_saving_says_what_to_do()
    {
        await MakeStoreAsync();
        File.SetUnixFileMode(Backend.Folder.At("data"), ReadFolder);

        ExpectReadOnly(await ChildProcess.RunAsync("try-everything", Backend.DatabasePath));
    }

    [Test]
    public async Task A_store_in_use_can_be_searched_by_those_who_may_only_read()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(50), TestData.Metadata());
        foreach (string file in Directory.GetFiles(Backend.Folder.At("data")))
        {
            File.SetUnixFileMode(file, ReadFile);
        }

        File.SetUnixFileMode(Backend.Folder.At("data"), ReadFolder);

        ExpectReadOnly(await ChildProcess.RunAsync("try-everything", Backend.DatabasePath));
    }

    [Test]
    public async Task A_log_that_cannot_be_merged_is_an_error_not_a_loss()
    {
        await using (IVectorStore store = await Backend.ConnectAsync(new() { ["path"] = Backend.Folder.At("elsewhere/vectors.db") }))
        {
            await store.SaveAsync(TestData.Records(50), TestData.Metadata());
            Directory.CreateDirectory(Backend.Folder.At("data"));
            File.Copy(Backend.Folder.At("elsewhere/vectors.db"), Backend.DatabasePath);
            File.Copy(Backend.Folder.At("elsewhere/vectors.db-wal"), Backend.DatabasePath + "-wal");
        }

        File.SetUnixFileMode(Backend.Folder.At("data"), ReadFolder);

        string[] outcomes = await ChildProcess.RunAsync("try-everything", Backend.DatabasePath);

        Assert.That(outcomes[0], Does.StartWith("connect: Unavailable transient=False").And.Contain("was not closed properly"));
        File.SetUnixFileMode(Backend.Folder.At("data"), WriteFolder);
        Assert.That(await ChildProcess.RunAsync("try-everything", Backend.DatabasePath), Has.Some.EqualTo("search: 50 hits"));
    }

    [Test]
    public async Task A_folder_where_nothing_can_be_made_is_named()
    {
        Directory.CreateDirectory(Backend.Folder.At("data"));
        File.SetUnixFileMode(Backend.Folder.At("data"), ReadFolder);

        string[] outcomes = await ChildProcess.RunAsync("try-everything", Backend.DatabasePath);

        Assert.That(outcomes[0], Does.StartWith("connect: Unavailable transient=False").And.Contain(Backend.DatabasePath).And.Contain("its folder"));
    }

    [Test]
    public async Task An_empty_file_that_cannot_be_written_is_no_store()
    {
        File.SetUnixFileMode(Backend.Folder.Write("data/vectors.db", ""), ReadFile);

        string[] outcomes = await ChildProcess.RunAsync("try-everything", Backend.DatabasePath);

        Assert.That(outcomes[0], Does.StartWith("connect: Unavailable transient=False").And.Contain("is read-only"));
    }

    private static void ExpectReadOnly(string[] outcomes)
    {
        Assert.That(outcomes[..3], Is.EqualTo(new[] { "connect: done", "search: 50 hits", "load: 50 records" }));
        Assert.That(outcomes[3], Does.StartWith("health: False").And.Contain("is read-only"));
        Assert.That(outcomes[4], Does.StartWith("save: Unavailable transient=False").And.Contain("is read-only").And.Contain("vector_store.sqlite.path"));
    }

    private async Task MakeStoreAsync()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await store.SaveAsync(TestData.Records(50), TestData.Metadata());
    }
}
