using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

/// <summary>Inspecting, installing, removing and pinning plugins in a plugins folder of the test's own.</summary>
[TestFixture]
public sealed class PluginsCommandTests : EndToEndTest
{
    private string Plugins => Sandbox.At("plugins");

    private string LockFile => Sandbox.At("plugins/plugins.lock.json");

    [SetUp]
    public void UseOwnFolder() => Sandbox.Environment["VECTORHOST__VECTOR_STORE__PLUGINS_DIR"] = Plugins;

    [Test]
    public async Task Our_own_plugin_can_be_inspected()
    {
        string plugin = Path.Combine(Product.Plugins, "VectorHost.Plugins.Sqlite");

        RunResult text = (await Sandbox.RunAsync("plugins", "inspect", Path.Combine(plugin, "VectorHost.Plugins.Sqlite.dll"))).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("plugins", "inspect", plugin, "--json")).Json();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.Output, Does.Match(@"SQLitePCLRaw\.core +\S+ +\S+ +SQLitePCLRaw\.core\.dll"), text.Describe());
            Assert.That(text.Output, Does.Match(@"VectorHost\.Abstractions +\S+ +\S+ +the host"), text.Describe());
            Assert.That(text.Output, Does.Contain("(this platform)").And.Contain("it would be accepted"), text.Describe());
            Assert.That(document.GetProperty("accepted").GetBoolean(), Is.True);
            Assert.That(document.GetProperty("backends")[0].GetProperty("name").GetString(), Is.EqualTo("sqlite"));
            Assert.That(
                document.GetProperty("dependencies").EnumerateArray().Select(dependency => dependency.GetProperty("from").GetString()).Distinct(),
                Is.EquivalentTo(["plugin", "host", "runtime"]));
            Assert.That(
                document.GetProperty("natives").EnumerateArray().Count(native => native.GetProperty("for_this_platform").GetBoolean()),
                Is.Positive);
        }
    }

    [Test]
    public async Task What_would_be_rejected_is_inspected_with_the_reasons_and_exit_code_1()
    {
        string file = new PluginBuild("Acme") { Source = PluginSource.Store("acme"), TargetFramework = ".NETCoreApp,Version=v99.0" }
            .WriteTo(Sandbox.At("build"));

        RunResult result = await Sandbox.RunAsync("plugins", "inspect", file);

        Assert.That(result.ExitCode, Is.EqualTo(1), result.Describe());
        Assert.That(result.Output, Does.Contain("VH1104").And.Contain("it would be rejected"), result.Describe());
    }

    [Test]
    public async Task What_a_plugin_calls_itself_does_not_steer_the_screen()
    {
        string source = PluginSource.Store("acme").Replace(
            "[VectorStoreBackend(\"acme\")]", "[VectorStoreBackend(\"acme\", DisplayName = \"A\\u001b[2J\\u009bB\")]", StringComparison.Ordinal);
        new PluginBuild("Acme") { Source = source }.WriteTo(Sandbox.At("plugins/Acme"));

        RunResult result = (await Sandbox.RunAsync("backends")).Succeeded();

        Assert.That(result.Output, Does.Contain("A\uFFFD[2J\uFFFDB"), result.Describe());
        Assert.That(result.Output.Where(static character => char.IsControl(character) && character is not ('\n' or '\r')), Is.Empty, result.Describe());
    }

    [Test]
    public async Task A_plugin_is_installed_used_replaced_and_removed()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string file = new PluginBuild("Acme.FilingCabinet") { Source = FileStoreSource.Text }.WriteTo(Sandbox.At("build"));

        RunResult installed = (await Sandbox.RunAsync("plugins", "install", file)).Succeeded();
        Assert.That(installed.Output, Does.Contain("Installed Acme.FilingCabinet").And.Contain(FileStoreSource.Backend), installed.Describe());
        (await Sandbox.RunAsync("index", repository.Root, "--backend", FileStoreSource.Backend)).Succeeded();

        (await Sandbox.RunAsync("plugins", "install", file)).Refused(2, "is there already", "--force");
        RunResult replaced = (await Sandbox.RunAsync("plugins", "install", file, "--force")).Succeeded();
        Assert.That(replaced.Output, Does.Contain("Replaced"), replaced.Describe());

        (await Sandbox.RunAsync("plugins", "remove", FileStoreSource.Backend)).Refused(2, "vectorhost plugins remove Acme.FilingCabinet");
        (await Sandbox.RunAsync("plugins", "remove", "Acme.FilingCabinet")).Succeeded();
        (await Sandbox.RunAsync("search", "x", "--repo", repository.Root, "--backend", FileStoreSource.Backend)).Refused(2, "not found");
        Assert.That(Sandbox.At($"home/data/vectorhost/{FileStoreSource.Backend}/cabinet.json"), Does.Exist, "What it stored stays.");
    }

    [Test]
    public async Task An_archive_that_leaves_its_folder_is_refused_and_nothing_stays()
    {
        string archive = Sandbox.At("evil.zip");
        await using (ZipArchive zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create))
        {
            await using Stream entry = await zip.CreateEntry("../../evil.txt").OpenAsync();
            entry.WriteByte(1);
        }

        (await Sandbox.RunAsync("plugins", "install", archive)).Refused(1, "VH1704", archive, "../../evil.txt");

        Assert.That(Directory.EnumerateFileSystemEntries(Plugins).Select(Path.GetFileName), Is.EqualTo([".changing.lock"]));
        Assert.That(Sandbox.At("evil.txt"), Does.Not.Exist);
    }

    [Test]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public async Task Who_may_not_write_the_plugins_folder_is_told_so()
    {
        string file = new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Sandbox.At("build"));
        Directory.CreateDirectory(Plugins, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using RunningProgram install = Sandbox.Start(Launchers.BoundByPermissions(), ["plugins", "install", file]);

        (await install.WaitAsync()).Refused(1, "VH1715", Plugins);
    }

    [Test]
    [Platform("Linux")]
    public async Task On_a_full_disk_the_plugin_that_was_there_stays()
    {
        Directory.CreateDirectory(Plugins);
        string small = new PluginBuild("VectorHost.Plugins.Sqlite") { Source = PluginSource.Store("sqlite") }.WriteTo(Sandbox.At("build"));
        string large = Path.Combine(Product.Plugins, "VectorHost.Plugins.Sqlite");
        string program = string.Join(' ', Sandbox.Program.Select(part => $"'{part}'"));
        IReadOnlyList<string> script = Launchers.WithMounts(
            $"mount -t tmpfs -o size=2m none '{Plugins}' && {program} plugins install '{small}' >&2 && \"$@\"; code=$?; ls -A '{Plugins}' && {program} backends && exit $code");

        using RunningProgram install = Sandbox.Start(script, ["plugins", "install", large, "--force"]);
        RunResult result = await install.WaitAsync();

        Assert.That(result.ExitCode, Is.EqualTo(1), result.Describe());
        Assert.That(result.Error, Does.Contain("Installed").And.Contain("VH1715"), result.Describe());
        Assert.That(result.Output, Does.StartWith(".changing.lock\nVectorHost.Plugins.Sqlite\n").And.Contain("ready, selected"), result.Describe());
    }

    [TestCase("plugins", "inspect", "nowhere.dll", "VH1701")]
    [TestCase("plugins", "install", "nowhere.dll", "VH1701")]
    [TestCase("plugins", "remove", "nothing", "VH1716")]
    [TestCase("plugins", "install", "--frobnicate", "vectorhost plugins install --help")]
    [TestCase("plugins", "remove", "", "vectorhost plugins remove --help")]
    public async Task What_is_not_there_is_refused(string command, string subcommand, string argument, string part) =>
        (await Sandbox.RunAsync(command, subcommand, argument)).Refused(2, part);

    [Test]
    public async Task A_lock_file_is_written_checked_and_enforced()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("plugins", "install", Path.Combine(Product.Plugins, "VectorHost.Plugins.Sqlite"))).Succeeded();
        string[] enforced = ["index", repository.Root, "--set", "vector_store.plugins_integrity=enforce"];

        (await Sandbox.RunAsync(enforced)).Refused(2, LockFile, "vectorhost plugins lock");
        (await Sandbox.RunAsync("plugins", "lock")).Succeeded();
        (await Sandbox.RunAsync("plugins", "lock", "--check")).Succeeded();
        (await Sandbox.RunAsync(enforced)).Succeeded();

        string changed = Sandbox.Write("plugins/VectorHost.Plugins.Sqlite/added.txt", "by someone");
        RunResult check = await Sandbox.RunAsync("plugins", "lock", "--check");
        Assert.That(check.ExitCode, Is.EqualTo(1), check.Describe());
        Assert.That(check.Output, Does.Contain("VH1604").And.Contain(changed), check.Describe());
        (await Sandbox.RunAsync(enforced)).Refused(3, "VH1604", changed);
        RunResult listed = (await Sandbox.RunAsync("backends", "--set", "vector_store.plugins_integrity=enforce")).Succeeded();
        Assert.That(listed.Output, Does.Contain("rejected").And.Contain("VH1604"), listed.Describe());
        RunResult warned = (await Sandbox.RunAsync("index", repository.Root, "--set", "vector_store.plugins_integrity=warn")).Succeeded();
        Assert.That(warned.Error, Does.Contain("VH1604"), warned.Describe());
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
    }

    [Test]
    public async Task Backends_that_are_required_and_cannot_be_used_stop_everything_that_needs_a_store()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        Sandbox.Environment.Remove("VECTORHOST__VECTOR_STORE__PLUGINS_DIR");
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", """{ "vector_store": { "required": ["sqlite", "absent", "missing"] } }""");

        foreach (string command in new[] { "index", "status" })
        {
            (await Sandbox.RunAsync(command, repository.Root)).Refused(3, "2 vector store backends", "'absent'", "'missing'", "vector_store.required");
        }

        RunResult listed = (await Sandbox.RunAsync("backends")).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("backends", "--json")).Json();
        Assert.That(listed.Output, Does.Contain("ready, selected, required").And.Contain("'absent' is required"), listed.Describe());
        Assert.That(document.GetProperty("required").GetArrayLength(), Is.EqualTo(3));
        Assert.That(document.GetProperty("milliseconds").GetDouble(), Is.Positive);
    }

    [Test]
    public async Task A_repository_may_not_say_how_plugins_are_checked()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository()
            .Write("vectorhost.json", """{ "vector_store": { "plugins_integrity": "off" } }""");

        (await Sandbox.RunAsync("status", repository.Root)).Refused(2, "vector_store.plugins_integrity may not be set by a repository");
    }

    [Test]
    public async Task A_mode_that_there_is_not_is_refused_with_those_that_there_are() =>
        (await Sandbox.RunAsync("backends", "--set", "vector_store.plugins_integrity=strict")).Refused(2, "Off, Warn, Enforce", "'strict'");
}
