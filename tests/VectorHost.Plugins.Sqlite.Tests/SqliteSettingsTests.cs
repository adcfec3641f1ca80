using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Tests;

[TestFixture]
public sealed class SqliteSettingsTests : SqliteTest
{
    [Test]
    public void Without_a_path_the_file_is_in_the_data_folder() =>
        Assert.That(Read([]).Path, Is.EqualTo(Backend.Folder.At("data/vectors.db")));

    [Test]
    public void A_path_that_is_null_counts_as_not_set() =>
        Assert.That(Read(new() { ["path"] = null }).Path, Is.EqualTo(Backend.Folder.At("data/vectors.db")));

    [Test]
    public void A_relative_path_starts_at_the_repository() =>
        Assert.That(Read(new() { ["path"] = "../index/x.db" }).Path, Is.EqualTo(Backend.Folder.At("index/x.db")));

    [Test]
    public void A_tilde_is_the_home_folder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.That(Read(new() { ["path"] = "~/x/y.db" }).Path, Is.EqualTo(Path.Combine(home, "x", "y.db")));
    }

    [Test]
    public void Keys_are_read_whatever_their_case() =>
        Assert.That(Read(new() { ["PATH"] = "/x/y.db", ["Busy_Timeout_Seconds"] = "3" }).BusyTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));

    [Test]
    public void An_unknown_key_names_its_full_path_and_the_nearest_known_key() =>
        Assert.That(
            ProblemsOf(new() { ["pth"] = "x" }),
            Is.EqualTo(new[] { "vector_store.sqlite.pth is not known; did you mean path?" }));

    [Test]
    public void An_unknown_key_that_is_near_to_none_lists_the_known_ones() =>
        Assert.That(
            ProblemsOf(new() { ["collection"] = "x" }),
            Is.EqualTo(new[] { "vector_store.sqlite.collection is not known; the keys are path, busy_timeout_seconds, exact" }));

    [Test]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Assert.That(
            ProblemsOf(new() { ["path"] = " ", ["busy_timeout_seconds"] = "10s", ["busy_timeout"] = "1", ["paht"] = "x" }),
            Is.EquivalentTo(new[]
            {
                "vector_store.sqlite.path is empty: write a value, or leave the key out",
                "vector_store.sqlite.busy_timeout_seconds is '10s': write a whole number from 0 to 3600",
                "vector_store.sqlite.busy_timeout is not known; the keys are path, busy_timeout_seconds, exact",
                "vector_store.sqlite.paht is not known; did you mean path?",
            }));

    [TestCase("-1")]
    [TestCase("3601")]
    [TestCase("1.5")]
    [TestCase("99999999999")]
    public void A_waiting_time_out_of_bounds_is_refused(string value) =>
        Assert.That(ProblemsOf(new() { ["busy_timeout_seconds"] = value }).Single(), Does.Contain($"'{value}'").And.Contain("0 to 3600"));

    [Test]
    public void An_object_where_a_value_belongs_is_refused() =>
        Assert.That(
            ProblemsOf(new() { ["path:file"] = "x" }),
            Is.EqualTo(new[] { "vector_store.sqlite.path takes one value, not a list or an object" }));

    [Test]
    public void A_value_where_the_section_belongs_is_refused() =>
        Assert.That(
            ProblemsOf(new() { [""] = "my.db" }),
            Is.EqualTo(new[] { "vector_store.sqlite is one value: it takes the keys path, busy_timeout_seconds, exact" }));

    [Test]
    public void A_path_that_is_a_folder_is_refused()
    {
        Directory.CreateDirectory(Backend.Folder.At("folder"));

        Assert.That(
            ProblemsOf(new() { ["path"] = Backend.Folder.At("folder") }).Single(),
            Does.StartWith("vector_store.sqlite.path is the folder").And.Contain("name a file in it"));
    }

    [Test]
    public async Task Nothing_is_read_or_made_before_connecting()
    {
        SqliteVectorStore store = new(Backend.CreateContext(new() { ["pth"] = "x" }));

        Assert.That(store.Limits.MaxBatchRecords, Is.Positive);
        await Assert.ThatAsync(async () => await store.ConnectAsync(), Throws.TypeOf<VectorStoreException>());
        Assert.That(Directory.Exists(Backend.Folder.At("data")), Is.False);
    }

    private SqliteSettings Read(Dictionary<string, string?> settings) => SqliteSettings.Read(Backend.CreateContext(settings));

    private string[] ProblemsOf(Dictionary<string, string?> settings)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => Read(settings));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.IsTransient, Is.False);
        return failure.Message.Split('\n');
    }
}
