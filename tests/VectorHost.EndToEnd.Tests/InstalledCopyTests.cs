using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

/// <summary>An installed copy and the plugins that people drop into it, without a build.</summary>
[TestFixture]
[Category("Slow")]
public sealed partial class InstalledCopyTests : EndToEndTest
{
    private string Installed => Sandbox.At("installed");

    private string Plugins => Path.Combine(Installed, "plugins");

    [SetUp]
    public async Task Install()
    {
        await InstalledCopy.CopyToAsync(Installed);
        Sandbox.Program = [Path.Combine(Installed, OperatingSystem.IsWindows() ? "vectorhost.exe" : "vectorhost")];
    }

    [OneTimeTearDown]
    public static async Task DeleteThePublished() => await InstalledCopy.DeleteAsync();

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task It_works_where_there_is_no_source_tree()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        IReadOnlyList<string> withoutSource = Launchers.WithMounts($"mount -t tmpfs none '{Product.SourceDirectory}' && exec \"$@\"");

        using RunningProgram search = Sandbox.Start(withoutSource, ["search", "hash a password", "--repo", repository.Root]);
        RunResult result = (await search.WaitAsync()).Succeeded();

        Assert.That(result.Output, Does.Contain(SourceText.UniquePath), result.Describe());
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task It_brings_documents_whose_links_to_one_another_hold_with_a_page_for_each_backend()
    {
        string[] documents = Directory.GetFiles(Installed, "*.md", SearchOption.AllDirectories);
        List<string> broken = [];
        foreach (string document in documents)
        {
            foreach (Match link in DocumentLinks().Matches(await File.ReadAllTextAsync(document)))
            {
                string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["path"].Value);
                if (!File.Exists(target))
                {
                    broken.Add($"{Path.GetRelativePath(Installed, document)} links to {link.Groups["path"].Value}");
                }
            }
        }

        Assert.That(broken, Is.Empty);
        Assert.That(documents, Does.Contain(Path.Combine(Installed, "README.md")));
        string start = await File.ReadAllTextAsync(Path.Combine(Installed, "README.md"));
        Assert.That(
            Directory.GetDirectories(Plugins).Select(plugin => $"docs/plugins/{Path.GetFileName(plugin)}/README.md"),
            Is.Not.Empty.And.All.Matches<string>(page => start.Contains(page, StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_plugin_compiled_elsewhere_works_when_it_is_dropped_in_and_named()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 2);
        new PluginBuild("Acme.FilingCabinet") { Source = FileStoreSource.Text }.WriteTo(Path.Combine(Plugins, "Acme.FilingCabinet"));
        string settings = Sandbox.Write("home/settings/vectorhost/vectorhost.json", """{ "vector_store": { "backend": "sqlite" } }""");

        RunResult listed = (await Sandbox.RunAsync("backends")).Succeeded();
        Assert.That(listed.Output, Does.Match($@"(?m)^ *{FileStoreSource.Backend} +Acme Filing Cabinet +Acme\.FilingCabinet.* ready"), listed.Describe());
        RunResult bySqlite = (await Sandbox.RunAsync("search", "cancel an invoice", "--repo", repository.Root)).Succeeded();

        await File.WriteAllTextAsync(settings, $$"""{ "vector_store": { "backend": "{{FileStoreSource.Backend}}" } }""");
        JsonElement index = (await Sandbox.RunAsync("index", repository.Root, "--json")).Json();
        RunResult byPlugin = (await Sandbox.RunAsync("search", "cancel an invoice", "--repo", repository.Root)).Succeeded();
        repository.Edit(SourceText.UniquePath, "600_000", "700_000");
        JsonElement again = (await Sandbox.RunAsync("index", repository.Root, "--json")).Json();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(index.GetProperty("backend").GetString(), Is.EqualTo(FileStoreSource.Backend));
            Assert.That(index.GetProperty("added").GetInt32(), Is.Positive);
            Assert.That(byPlugin.Output, Is.EqualTo(bySqlite.Output), "Every backend answers alike.");
            Assert.That(again.GetProperty("embedded").GetInt32(), Is.EqualTo(1), "It is incremental too.");
            Assert.That(Sandbox.At($"home/data/vectorhost/{FileStoreSource.Backend}/cabinet.json"), Does.Exist);
        }

        (await Sandbox.RunAsync("clear", repository.Root, "--yes")).Succeeded();
        await File.WriteAllTextAsync(settings, """{ "vector_store": { "backend": "sqlite" } }""");
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_plugins_own_section_reaches_it()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        new PluginBuild("Acme.FilingCabinet") { Source = FileStoreSource.Text }.WriteTo(Path.Combine(Plugins, "Acme.FilingCabinet"));
        string file = Sandbox.At("my-cabinet.json");

        (await Sandbox.RunAsync("index", repository.Root, "--backend", FileStoreSource.Backend, "--set", $"vector_store.{FileStoreSource.Backend}.file={file}"))
            .Succeeded();

        Assert.That(file, Does.Exist);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Without_plugins_it_says_so_and_what_to_do(bool isFolderThere)
    {
        Directory.Delete(Plugins, recursive: true);
        if (isFolderThere)
        {
            Directory.CreateDirectory(Plugins);
        }

        RunResult listed = (await Sandbox.RunAsync("backends")).Succeeded();
        RunResult index = await Sandbox.RunAsync("index");

        Assert.That(listed.Output, Does.Contain("No backend was found").And.Contain(Plugins).And.Contain("NAME/NAME.dll"), listed.Describe());
        index.Refused(2, "backend 'sqlite' not found", "Available backends: none", Plugins, "NAME/NAME.dll");
    }

    [Test]
    public async Task Broken_plugins_beside_a_good_one_are_listed_with_their_codes_and_harm_nothing()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string text = Path.Combine(Directory.CreateDirectory(Path.Combine(Plugins, "Broken.Text")).FullName, "Broken.Text.dll");
        await File.WriteAllTextAsync(text, "This is no assembly.");
        new PluginBuild("Broken.Dependency")
        {
            Source = PluginSource.Store("dependent", "public Missing.Thing? Thing { get; }"),
            References = [new PluginBuild("Missing.Library") { Source = "namespace Missing { public sealed class Thing; }" }.ToReference()],
        }.WriteTo(Path.Combine(Plugins, "Broken.Dependency"));

        RunResult listed = (await Sandbox.RunAsync("backends")).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("backends", "--json")).Json();

        Assert.That(listed.Output, Does.Contain("rejected").And.Contain("VH11").And.Contain(text).And.Contain("VH13").And.Contain("Missing.Library"), listed.Describe());
        Assert.That(
            document.GetProperty("plugins").EnumerateArray().Select(plugin => $"{plugin.GetProperty("plugin")} {plugin.GetProperty("state")}"),
            Is.SupersetOf(["Broken.Dependency rejected", "Broken.Text rejected", "VectorHost.Plugins.Sqlite ready"]));
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        (await Sandbox.RunAsync("index", repository.Root, "--backend", "dependent")).Refused(3, "backend 'dependent' not found", "VH13", "Missing.Library");
    }

    [TestCase("public int Broken { get; } = int.Parse(\"not a number\");", "could not be created", 3)]
    [TestCase("public override Task ConnectAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException(\"zebra\");", "zebra", 1)]
    public async Task A_plugin_that_throws_is_a_sentence_and_not_a_crash(string member, string part, int exitCode)
    {
        new PluginBuild("Broken.Thrower") { Source = PluginSource.Store("thrower", member) }.WriteTo(Path.Combine(Plugins, "Broken.Thrower"));

        (await Sandbox.RunAsync("index", "--backend", "thrower")).Refused(exitCode, "thrower", part);
    }

    [Test]
    public async Task What_a_plugin_prints_is_not_in_what_programs_read()
    {
        string member = "public override Task ConnectAsync(CancellationToken cancellationToken = default) { Console.WriteLine(\"connected!\"); return Task.CompletedTask; }";
        new PluginBuild("Acme.Chatty") { Source = PluginSource.Store("chatty", member) }.WriteTo(Path.Combine(Plugins, "Acme.Chatty"));
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult status = (await Sandbox.RunAsync("status", repository.Root, "--json", "--backend", "chatty")).Succeeded();

        Assert.That(status.Json().ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That(status.Error, Does.Contain("connected!"));
    }

    [GeneratedRegex(@"\]\((?<path>[^):#]+\.md|[^):#]*LICENSE)[^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DocumentLinks();
}
