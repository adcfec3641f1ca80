using System.Text;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>Each change is indexed with as little work as it needs, and leaves what a first run would leave.</summary>
[TestFixture]
public sealed class IncrementalIndexingTests : EndToEndTest
{
    private const string Service = "src/Invoice/InvoiceService.cs";

    [Test]
    public async Task A_first_run_adds_everything_and_the_next_reads_and_embeds_nothing()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        Work first = await IndexAsync(repository);
        Work second = await IndexAsync(repository);

        Assert.That(first, Is.EqualTo(new Work { Files = 37, Read = 37, Chunks = first.Chunks, Added = first.Chunks, Embedded = first.Chunks }));
        Assert.That(first.Chunks, Is.GreaterThan(60), "Files have several chunks, or the other tests show little.");
        Assert.That(second, Is.EqualTo(new Work { Files = 37, Chunks = first.Chunks, Unchanged = first.Chunks }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task One_changed_line_adds_its_chunk_and_updates_the_others_of_its_file()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFile = await CountChunksAsync(Service);
        repository.Edit(Service, "The invoice is too old to cancel", "The invoice is far too old to cancel");

        Work work = await IndexAsync(repository);

        Assert.That(ofFile, Is.GreaterThan(2));
        Assert.That(work, Is.EqualTo(new Work
        {
            Files = 37,
            Read = 1,
            Chunks = first.Chunks,
            Added = 1,
            Embedded = ofFile,
            Updated = ofFile - 1,
            Removed = 1,
            Unchanged = first.Chunks - ofFile,
        }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task Code_that_only_moved_is_updated_and_not_added()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFile = await CountChunksAsync(Service);
        string notice = string.Concat(Enumerable.Range(1, 30).Select(i => $"// Clause {i} of the licence, which says at some length what may be done.\n"));
        repository.Write(Service, notice + "\n" + repository.Read(Service));

        Work work = await IndexAsync(repository);

        Assert.That(work.Read, Is.EqualTo(1));
        Assert.That(work.Updated, Is.GreaterThanOrEqualTo(ofFile - 1), "At most the first chunk grew.");
        Assert.That(work.Added, Is.InRange(1, 4), "Only the notice is new.");
        Assert.That(work.Embedded, Is.EqualTo(work.Added + work.Updated), "Each chunk of the file has a share of the whole file's vector.");
        Assert.That(work.Unchanged, Is.EqualTo(first.Chunks - ofFile));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_deleted_file_takes_its_chunks_along_and_nothing_is_read()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFile = await CountChunksAsync(Service);
        repository.Delete(Service);

        Work work = await IndexAsync(repository);

        Assert.That(work, Is.EqualTo(new Work { Files = 36, Chunks = first.Chunks - ofFile, Removed = ofFile, Unchanged = first.Chunks - ofFile }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_renamed_file_is_found_under_its_new_name_alone()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFile = await CountChunksAsync(Service);
        repository.Move(Service, "src/Invoice/Accounts/Bookkeeper.cs");

        Work work = await IndexAsync(repository);

        Assert.That(work, Is.EqualTo(new Work
        {
            Files = 37,
            Read = 1,
            Chunks = first.Chunks,
            Added = ofFile,
            Embedded = ofFile,
            Removed = ofFile,
            Unchanged = first.Chunks - ofFile,
        }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_touched_file_is_read_once_and_changes_nothing()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        repository.Touch(Service);

        Work touched = await IndexAsync(repository);
        Work next = await IndexAsync(repository);

        Assert.That(touched, Is.EqualTo(new Work { Files = 37, Read = 1, Chunks = first.Chunks, Unchanged = first.Chunks }));
        Assert.That(next, Is.EqualTo(touched with { Read = 0 }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_file_that_turned_binary_is_skipped_and_its_chunks_go()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFile = await CountChunksAsync(Service);
        repository.Write(Service, [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 3, .. Enumerable.Repeat((byte)0, 500)]);

        Work work = await IndexAsync(repository);

        Assert.That(work, Is.EqualTo(new Work
        {
            Files = 36,
            Read = 1,
            Chunks = first.Chunks - ofFile,
            Removed = ofFile,
            Unchanged = first.Chunks - ofFile,
            Skipped = "binary 1",
        }));
        Assert.That(await IndexAsync(repository), Is.EqualTo(work with { Read = 0, Removed = 0 }), "A skipped file is remembered too.");
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_verbose_run_names_what_it_leaves_out_also_when_it_remembers_it()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        repository.Write("data/picture.dat", [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 3]);
        repository.Write(".gitignore", "*.tmp\n");
        repository.Write("src/scratch.tmp", "not kept\n");

        foreach (string run in new[] { "first", "second" })
        {
            RunResult result = (await Sandbox.RunAsync("index", repository.Root, "--verbose")).Succeeded();
            Assert.That(result.Error, Does.Contain("Skipped data/picture.dat: Binary").And.Contain("Skipped src/scratch.tmp: Ignored"), run);
        }

        RunResult quiet = (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        Assert.That(quiet.Error + quiet.Output, Does.Not.Contain("picture.dat"));
    }

    [Test]
    public async Task A_file_that_is_newly_ignored_loses_its_chunks_and_gets_them_back()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        int ofFolder = 0;
        foreach (string path in repository.Files().Where(path => path.StartsWith("docs/", StringComparison.Ordinal)))
        {
            ofFolder += await CountChunksAsync(path);
        }

        repository.Write(".gitignore", "docs/\n");
        Work ignored = await IndexAsync(repository);
        await ExpectStoreLikeCleanIndexOfAsync(repository);
        repository.Delete(".gitignore");
        Work back = await IndexAsync(repository);

        Assert.That(ignored.Removed, Is.EqualTo(ofFolder));
        Assert.That(ignored.Embedded, Is.LessThanOrEqualTo(1), "Nothing but, perhaps, the ignore file itself.");
        Assert.That(ignored.Skipped, Is.EqualTo("ignored 1"));
        Assert.That(back.Embedded, Is.EqualTo(ofFolder));
        Assert.That(back.Chunks, Is.EqualTo(first.Chunks));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [TestCase("indexing.include=Zebra.g.cs", "Zebra.g.cs")]
    [TestCase("indexing.include=Zebra.cs", "Zebra.cs")]
    [TestCase("indexing.max_file_bytes=2000000", "large.txt")]
    public async Task A_file_that_another_configuration_lets_in_comes_and_goes_with_it(string setting, string path)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1)
            .Write("Zebra.g.cs", "class Zebra { }\n")
            .Write("Zebra.cs", "// <auto-generated/>\nclass Zebra { }\n")
            .Write("large.txt", string.Concat(Enumerable.Range(0, 30_000).Select(i => $"line {i} of a text that is large enough\n")));
        await IndexAsync(repository);
        Assert.That(await CountChunksAsync(path), Is.Zero);

        await IndexAsync(repository, "--set", setting);
        Assert.That(await CountChunksAsync(path), Is.Positive);
        await ExpectStoreLikeCleanIndexOfAsync(repository, "--set", setting);

        await IndexAsync(repository);
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task Many_changes_at_once_come_out_like_a_first_run()
    {
        (RepositoryOnDisk repository, _) = await IndexedRepositoryAsync();
        repository
            .Edit("reports/order_report.py", "import csv", "import csv\nimport json")
            .Edit("docs/order.md", "Open the list", "Close the list")
            .Move("database/order.sql", "database/old/order.sql")
            .Delete("services/order/store.go")
            .Write("web/order/orderForm.ts", "")
            .Write("legacy.c", Encoding.Latin1.GetBytes("/* größer als früher */\nint main(void) { return 0; }\n"))
            .Write("crlf.bat", "@echo off\r\necho zebra\r\n")
            .Write("twice.txt", string.Concat(Enumerable.Repeat("the same paragraph, over and over again, of some length\n\n", 60)))
            .Touch("src/Order/OrderService.cs");

        (await Sandbox.RunAsync("search", "zebra", "--repo", repository.Root)).Succeeded();

        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_full_run_does_everything_again_and_leaves_the_same()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();

        Work full = await IndexAsync(repository, "--full");

        Assert.That(full, Is.EqualTo(first));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_run_after_the_cache_was_lost_embeds_nothing()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        Directory.Delete(Sandbox.Cache, recursive: true);

        Work work = await IndexAsync(repository);

        Assert.That(work, Is.EqualTo(new Work { Files = 37, Read = 37, Chunks = first.Chunks, Unchanged = first.Chunks }));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task Status_counts_what_changed_since()
    {
        (RepositoryOnDisk repository, Work first) = await IndexedRepositoryAsync();
        repository.Touch(Service).Delete("docs/order.md").Write("new.py", "pass\n").Write("newer.py", "pass\n");

        JsonElement status = (await Sandbox.RunAsync("status", repository.Root, "--json")).Json();

        Assert.That(status.GetProperty("state").GetString(), Is.EqualTo("complete"));
        Assert.That(status.GetProperty("records").GetInt32(), Is.EqualTo(first.Chunks));
        JsonElement changes = status.GetProperty("changes");
        Assert.That(
            (changes.GetProperty("changed").GetInt32(), changes.GetProperty("new").GetInt32(), changes.GetProperty("deleted").GetInt32()),
            Is.EqualTo((1, 2, 1)));
    }

    private async Task<(RepositoryOnDisk Repository, Work Work)> IndexedRepositoryAsync()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        return (repository, await IndexAsync(repository));
    }

    private async Task<Work> IndexAsync(RepositoryOnDisk repository, params string[] options) =>
        Work.Of((await Sandbox.RunAsync(["index", repository.Root, "--json", .. options])).Json());

    private async Task<int> CountChunksAsync(string path) =>
        (await StoreContents.ReadAsync(Sandbox.StoreFile)).CountOf(path);

    /// <summary>What <c>index --json</c> says of a run; what is not named is 0.</summary>
    private sealed record Work
    {
        public int Files { get; init; }

        public int Read { get; init; }

        public int Chunks { get; init; }

        public int Added { get; init; }

        public int Updated { get; init; }

        public int Unchanged { get; init; }

        public int Removed { get; init; }

        public int Embedded { get; init; }

        /// <summary>What was skipped besides git's own folder.</summary>
        public string Skipped { get; init; } = "";

        public static Work Of(JsonElement document) => new()
        {
            Files = document.GetProperty("files").GetInt32(),
            Read = document.GetProperty("files_read").GetInt32(),
            Chunks = document.GetProperty("chunks").GetInt32(),
            Added = document.GetProperty("added").GetInt32(),
            Updated = document.GetProperty("updated").GetInt32(),
            Unchanged = document.GetProperty("unchanged").GetInt32(),
            Removed = document.GetProperty("removed").GetInt32(),
            Embedded = document.GetProperty("embedded").GetInt32(),
            Skipped = string.Join(", ", document.GetProperty("skipped").EnumerateObject()
                .Where(skip => skip.Name != "version_control")
                .Select(skip => $"{skip.Name} {skip.Value}")),
        };
    }
}
