using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>Files, folders and disks that do not allow what a run needs.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
public sealed class StorageTroubleTests : EndToEndTest
{
    private const UnixFileMode ReadOnlyFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadOnlyFolder = ReadOnlyFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Test]
    public async Task A_file_that_may_not_be_read_is_counted_and_indexed_once_it_may()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1).Write("secret.py", "pass\n");
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        File.SetUnixFileMode(repository.At("secret.py"), UnixFileMode.None);

        JsonElement document = (await RunAsync(bound, "index", repository.Root, "--json")).Json();

        Assert.That(document.GetProperty("skipped").GetProperty("unreadable").GetInt32(), Is.EqualTo(1));
        Assert.That(document.GetProperty("files").GetInt32(), Is.EqualTo(7));

        // What changes rights changes neither size nor time.
        File.SetUnixFileMode(repository.At("secret.py"), OwnFolder);
        (await RunAsync(bound, "index", repository.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_folder_that_may_not_be_read_is_counted_and_the_rest_is_indexed()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1).Write("private/secret.py", "pass\n");
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        File.SetUnixFileMode(repository.At("private"), UnixFileMode.None);
        try
        {
            JsonElement document = (await RunAsync(bound, "index", repository.Root, "--json")).Json();

            Assert.That(document.GetProperty("skipped").GetProperty("unreadable").GetInt32(), Is.EqualTo(1));
            Assert.That(document.GetProperty("files").GetInt32(), Is.EqualTo(7));
        }
        finally
        {
            File.SetUnixFileMode(repository.At("private"), OwnFolder);
        }
    }

    [Test]
    public async Task A_repository_that_may_not_be_read_is_refused_and_keeps_its_index()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        (await RunAsync(bound, "index", repository.Root)).Succeeded();
        File.SetUnixFileMode(repository.Root, UnixFileMode.None);
        try
        {
            (await RunAsync(bound, "index", repository.Root)).Refused(2, repository.Root, "cannot be read");
            (await RunAsync(bound, "search", "hash a password", "--repo", repository.Root)).Refused(2, repository.Root, "cannot be read", "--no-index");
            (await RunAsync(bound, "status", repository.Root)).Refused(2, repository.Root, "cannot be read");
        }
        finally
        {
            File.SetUnixFileMode(repository.Root, OwnFolder);
        }

        RunResult search = (await RunAsync(bound, "search", "hash a password", "--repo", repository.Root, "--no-index")).Succeeded();
        Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
    }

    [Test]
    public async Task A_store_that_can_only_be_read_is_searched_and_an_index_run_says_that_it_is_read_only()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        string folder = Path.GetDirectoryName(Sandbox.StoreFile)!;
        File.SetUnixFileMode(Sandbox.StoreFile, ReadOnlyFile);
        File.SetUnixFileMode(folder, ReadOnlyFolder);
        try
        {
            RunResult search = (await RunAsync(bound, "search", "hash a password", "--repo", repository.Root)).Succeeded();
            Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
            Assert.That(search.Error, Is.Empty, search.Describe());

            repository.Write("new.py", "def zebra():\n    pass\n");
            search = (await RunAsync(bound, "search", "hash a password", "--repo", repository.Root)).Succeeded();
            Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
            Assert.That(search.Error, Does.Contain("read-only").And.Contain("Searching what is there"), search.Describe());

            (await RunAsync(bound, "index", repository.Root)).Refused(3, Sandbox.StoreFile, "is read-only", "vector_store.sqlite.path");
            (await RunAsync(bound, "clear", repository.Root, "--yes")).Refused(3, Sandbox.StoreFile, "is read-only");
        }
        finally
        {
            File.SetUnixFileMode(folder, OwnFolder);
            File.SetUnixFileMode(Sandbox.StoreFile, OwnFolder);
        }

        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_folder_in_which_no_store_can_be_made_is_named()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        string folder = Directory.CreateDirectory(Sandbox.At("locked")).FullName;
        File.SetUnixFileMode(folder, ReadOnlyFolder);

        RunResult result = await RunAsync(bound, "index", repository.Root, "--set", $"vector_store.sqlite.path={folder}/deeper/vectors.db");

        result.Refused(3, $"{folder}/deeper/vectors.db", "cannot be opened or created", "vector_store.sqlite.path");
    }

    [Test]
    public async Task A_repository_that_takes_no_configuration_is_named_with_other_places_for_it()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository();
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        File.SetUnixFileMode(repository.Root, ReadOnlyFolder);

        RunResult result = await RunAsync(bound, "config", "init", repository.Root);

        result.Refused(1, repository.At("vectorhost.json"), "cannot be written", "--user", "--config");
    }

    [Test]
    public async Task A_cache_that_cannot_be_written_is_named()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        IReadOnlyList<string> bound = Launchers.BoundByPermissions();
        Directory.CreateDirectory(Sandbox.Cache);
        File.SetUnixFileMode(Sandbox.Cache, ReadOnlyFolder);

        RunResult result = await RunAsync(bound, "index", repository.Root);

        result.Refused(3, Sandbox.Cache);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task The_folders_that_plugins_are_run_from_are_private_whatever_the_mask()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await RunAsync(["sh", "-c", "umask 000; exec \"$@\"", "sh"], "index", repository.Root)).Succeeded();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();

        string plugins = Path.Combine(Sandbox.Cache, "vectorhost", "plugins");
        Assert.That(Directory.GetDirectories(plugins).Append(plugins).Select(File.GetUnixFileMode), Is.All.EqualTo(OwnFolder));
    }

    [TestCase("garbage", "garbage")]
    [TestCase("another program's database", "SQLite format 3\0")]
    public async Task A_file_that_is_no_store_is_left_alone_and_named(string what, string beginning)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string content = beginning + new string('x', 8192);
        string file = Sandbox.Write("notes.txt", content);

        RunResult result = await Sandbox.RunAsync("index", repository.Root, "--set", $"vector_store.sqlite.path={file}");

        result.Refused(2, file, "vector_store.sqlite.path", "left alone");
        Assert.That(result.Error, Does.Not.Contain("elete"), "the advice to delete what may be dear to the user");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(content), what);
    }

    [Test]
    public async Task A_full_disk_is_called_that_and_the_next_run_completes()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 40);
        string disk = Directory.CreateDirectory(Sandbox.At("disk")).FullName;
        string results = Directory.CreateDirectory(Sandbox.At("results")).FullName;
        Sandbox.Environment["VECTORHOST__VECTOR_STORE__SQLITE__PATH"] = $"{disk}/vectors.db";
        Sandbox.Environment["DISK"] = disk;
        Sandbox.Environment["RESULTS"] = results;
        IReadOnlyList<string> smallDisk = Launchers.WithMounts("""
            mount -t tmpfs -o size=1m none "$DISK" || exit 99
            "$@" > "$RESULTS/output" 2> "$RESULTS/error"
            echo $? > "$RESULTS/code"
            mount -o remount,size=200m "$DISK" || exit 99
            "$@" || exit
            cp "$DISK/vectors.db" "$RESULTS"
            """);

        RunResult roomy = (await RunAsync(smallDisk, "index", repository.Root)).Succeeded();

        RunResult full = new(
            "on a full disk",
            int.Parse(await File.ReadAllTextAsync(Path.Combine(results, "code")), CultureInfo.InvariantCulture),
            await File.ReadAllTextAsync(Path.Combine(results, "output")),
            await File.ReadAllTextAsync(Path.Combine(results, "error")));
        full.Refused(3, $"{disk}/vectors.db", "is full", "run the command again");
        Assert.That(roomy.Output, Does.Contain("241 indexed"), roomy.Describe());
        (await StoreContents.ReadAsync(Path.Combine(results, "vectors.db"))).ShouldEqual(await CleanIndexOfAsync(repository));
    }

    [Test]
    public async Task An_index_that_a_full_disk_kept_empty_is_not_searched_as_if_it_were_whole()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 40);
        string disk = Directory.CreateDirectory(Sandbox.At("disk")).FullName;
        Sandbox.Environment["VECTORHOST__VECTOR_STORE__SQLITE__PATH"] = $"{disk}/vectors.db";
        Sandbox.Environment["DISK"] = disk;
        IReadOnlyList<string> smallDisk = Launchers.WithMounts("""
            mount -t tmpfs -o size=512k none "$DISK" || exit 99
            "$@" > /dev/null 2>&1
            test -e "$DISK/vectors.db" || exit 99
            exec "$@"
            """);

        RunResult search = await RunAsync(smallDisk, "search", "hash a password", "--repo", repository.Root, "--json");

        search.Refused(3, $"{disk}/vectors.db", "is full");
    }

    [Test]
    public async Task A_cache_on_a_full_disk_is_called_that_and_the_next_run_completes()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 40);
        (await Sandbox.RunAsync("backends")).Succeeded();
        string disk = Directory.CreateDirectory(Sandbox.At("home/cache/vectorhost/repositories")).FullName;
        string results = Directory.CreateDirectory(Sandbox.At("results")).FullName;
        Sandbox.Environment["DISK"] = disk;
        Sandbox.Environment["RESULTS"] = results;
        IReadOnlyList<string> smallDisk = Launchers.WithMounts("""
            mount -t tmpfs -o size=64k none "$DISK" || exit 99
            "$@" > "$RESULTS/output" 2> "$RESULTS/error"
            echo $? > "$RESULTS/code"
            mount -o remount,size=200m "$DISK" || exit 99
            exec "$@"
            """);

        (await RunAsync(smallDisk, "index", repository.Root)).Succeeded();

        RunResult full = new(
            "with a full cache",
            int.Parse(await File.ReadAllTextAsync(Path.Combine(results, "code")), CultureInfo.InvariantCulture),
            await File.ReadAllTextAsync(Path.Combine(results, "output")),
            await File.ReadAllTextAsync(Path.Combine(results, "error")));
        full.Refused(1, disk);
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    private async Task<RunResult> RunAsync(IReadOnlyList<string> launcher, params string[] arguments)
    {
        using RunningProgram program = Sandbox.Start(launcher, arguments);
        return await program.WaitAsync();
    }
}
