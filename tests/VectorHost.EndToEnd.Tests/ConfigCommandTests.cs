using System.Globalization;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class ConfigCommandTests : EndToEndTest
{
    private const string Secret = "sk-this-must-never-be-seen";

    [Test]
    public async Task Each_layer_wins_over_those_before_it_and_is_named()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository();
        await ExpectLevelAsync(repository, "Warning", "default");

        Sandbox.Write("home/settings/vectorhost/vectorhost.json", Level("Error"));
        await ExpectLevelAsync(repository, "Error", Sandbox.UserConfiguration);

        repository.Write("vectorhost.json", Level("Information"));
        await ExpectLevelAsync(repository, "Information", repository.At("vectorhost.json"));
        await ExpectLevelAsync(repository, "Error", Sandbox.UserConfiguration, "--no-repo-config");

        string named = Sandbox.Write("named.json", Level("Debug"));
        await ExpectLevelAsync(repository, "Debug", named, "--config", named);

        Sandbox.Environment["VECTORHOST__LOGGING__LEVEL"] = "Trace";
        await ExpectLevelAsync(repository, "Trace", "environment variable VECTORHOST__LOGGING__LEVEL", "--config", named);

        await ExpectLevelAsync(repository, "None", "command line", "--config", named, "--set", "logging.level=None");
    }

    [Test]
    public async Task The_last_layer_that_sets_a_list_gives_all_of_it()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository()
            .Write("vectorhost.json", """{ "indexing": { "exclude": ["web/"] } }""");
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", """{ "indexing": { "exclude": ["docs/", "database/"] } }""");

        JsonElement setting = Setting((await Sandbox.RunAsync("config", repository.Root, "--json")).Json(), "indexing.exclude");

        Assert.That(setting.GetProperty("value").GetString(), Is.EqualTo("[web/]"));
    }

    [Test]
    public async Task A_text_in_place_of_a_list_is_a_list_of_one()
    {
        JsonElement setting = Setting((await Sandbox.RunAsync("config", "--json", "--set", "indexing.exclude=docs/")).Json(), "indexing.exclude");

        Assert.That(setting.GetProperty("value").GetString(), Is.EqualTo("[docs/]"));
    }

    [Test]
    public async Task Pins_add_up_over_the_layers_backend_by_backend()
    {
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", """{ "vector_store": { "pins": { "sqlite": "Acme.First", "other": "Acme.Other" } } }""");

        JsonElement setting = Setting((await Sandbox.RunAsync("config", "--json", "--set", "vector_store.pins.SQLite=Acme.Second")).Json(), "vector_store.pins");

        Assert.That(setting.GetProperty("value").GetString(), Is.EqualTo("{other: Acme.Other, sqlite: Acme.Second}").IgnoreCase);
    }

    [Test]
    public async Task The_written_file_loads_and_changes_nothing()
    {
        string[] before = await SettingsAsync();

        RunResult written = (await Sandbox.RunAsync("config", "init")).Succeeded();
        string file = Path.Combine(Sandbox.WorkingDirectory, "vectorhost.json");

        Assert.That(written.Output, Is.EqualTo($"Wrote {file}.\n"));
        Assert.That(await SettingsAsync(), Is.EqualTo(before));
        string text = await File.ReadAllTextAsync(file);
        Assert.That(text, Does.Contain("\"backend\": \"sqlite\"").And.Contain("// \"max_file_bytes\": 1048576"));
        await File.WriteAllTextAsync(file, text.Replace("// \"", "\"", StringComparison.Ordinal));
        Assert.That(await SettingsAsync(), Is.SupersetOf(before), "Every default in the file is the default.");
    }

    [Test]
    public async Task A_file_that_is_there_is_not_overwritten_unless_forced()
    {
        string file = Path.Combine(Sandbox.WorkingDirectory, "vectorhost.json");
        await File.WriteAllTextAsync(file, "{ }");

        (await Sandbox.RunAsync("config", "init")).Refused(2, file, "--force");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("{ }"));
        (await Sandbox.RunAsync("config", "init", "--force")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("sqlite"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_repository_that_is_named_gets_the_file(bool isNamedFirst)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository();
        string file = Path.Combine(repository.Root, "vectorhost.json");

        RunResult written = await Sandbox.RunAsync(isNamedFirst ? ["config", repository.Root, "init"] : ["config", "init", repository.Root]);

        Assert.That(written.Succeeded().Output, Is.EqualTo($"Wrote {file}.\n"));
        Assert.That(File.Exists(file), Is.True);
        Assert.That(Path.Combine(Sandbox.WorkingDirectory, "vectorhost.json"), Does.Not.Exist);
    }

    [Test]
    public async Task The_users_own_file_is_written_where_it_is_read()
    {
        (await Sandbox.RunAsync("config", "init", "--user")).Succeeded();

        JsonElement backend = Setting((await Sandbox.RunAsync("config", "--json")).Json(), "vector_store.backend");
        Assert.That(backend.GetProperty("from").GetString(), Is.EqualTo(Sandbox.UserConfiguration));
    }

    [Test]
    public async Task What_a_repository_may_not_set_is_in_the_users_own_file_alone()
    {
        (await Sandbox.RunAsync("config", "init", "--user")).Succeeded();
        (await Sandbox.RunAsync("config", "init")).Succeeded();

        string own = await File.ReadAllTextAsync(Sandbox.UserConfiguration);
        Assert.That(own, Does.Contain("plugins_dir").And.Contain("plugins_integrity").And.Contain("pins").And.Contain("models").And.Contain("file"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Sandbox.WorkingDirectory, "vectorhost.json")), Does.Not.Contain("plugins_dir"));
        await File.WriteAllTextAsync(Sandbox.UserConfiguration, own.Replace("// \"", "\"", StringComparison.Ordinal));
        (await Sandbox.RunAsync("config")).Succeeded();
    }

    [Test]
    public async Task A_secret_is_never_written_by_any_command()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", $$"""
            {
              "vector_store": { "pinecone": { "api_key": "{{Secret}}" } },
              "embedding": { "openai": { "api_key": "{{Secret}}" } }
            }
            """);
        Sandbox.Environment["VECTORHOST__VECTOR_STORE__QDRANT__API_KEY"] = Secret;
        Sandbox.Environment["VECTORHOST__VECTOR_STORE__SOMETHING__PASSWORD"] = Secret;

        foreach (string[] arguments in (string[][])[
            ["config", repository.Root],
            ["config", repository.Root, "--json"],
            ["index", repository.Root, "--verbose"],
            ["search", "password", "--repo", repository.Root, "--verbose"],
            ["status", repository.Root, "--verbose"],
            ["backends", "--verbose"],
            ["status", repository.Root, "--verbose", "--backend", "pinecone"],
            ["status", repository.Root, "--verbose", "--set", "embedding.openai.dimensions=x", "--set", "embedding.provider=openai"],
            ["clear", repository.Root, "--yes", "--verbose"],
        ])
        {
            RunResult result = await Sandbox.RunAsync(arguments);
            Assert.That(result.Output + result.Error, Does.Not.Contain(Secret), result.Command);
        }

        RunResult shown = (await Sandbox.RunAsync("config", repository.Root)).Succeeded();
        Assert.That(shown.Output, Does.Match(@"vector_store\.pinecone\.api_key +\*\*\*"), shown.Describe());
    }

    [Test]
    public async Task A_reference_to_a_variable_is_shown_and_its_value_is_not()
    {
        Sandbox.Environment["MY_KEY"] = Secret;

        RunResult shown = (await Sandbox.RunAsync("config", "--set", "embedding.openai.api_key=${MY_KEY}")).Succeeded();

        Assert.That(shown.Output, Does.Contain("${MY_KEY}").And.Not.Contain(Secret), shown.Describe());
    }

    [TestCase("http://someone:{0}@localhost:9/v1", "http://********@localhost:9/v1")]
    [TestCase("http://{0}@localhost:9/v1", "http://********@localhost:9/v1")]
    [TestCase("postgresql://someone:{0}@inside@localhost/db", "postgresql://********@localhost/db")]
    [TestCase("http://${{USER}}:${{PASSWORD}}@localhost:9/v1", "http://${{USER}}:${{PASSWORD}}@localhost:9/v1")]
    [TestCase("http://localhost:9/v1/@scope", "http://localhost:9/v1/@scope")]
    public async Task The_user_in_an_address_is_masked_and_the_rest_is_shown(string address, string shown)
    {
        string given = string.Format(CultureInfo.InvariantCulture, address, Secret);

        JsonElement document = (await Sandbox.RunAsync(
            "config", "--json", "--set", $"embedding.openai.endpoint={given}", "--set", $"vector_store.acme.address={given}")).Json();

        string expected = string.Format(CultureInfo.InvariantCulture, shown, Secret);
        Assert.That(Setting(document, "embedding.openai.endpoint").GetProperty("value").GetString(), Is.EqualTo(expected));
        Assert.That(Setting(document, "vector_store.acme.address").GetProperty("value").GetString(), Is.EqualTo(expected));
    }

    [TestCase("[\"docs/\", \"*.md\"]", "[docs/, *.md]")]
    [TestCase("[]", "[]")]
    [TestCase("docs/", "[docs/]")]
    public async Task A_list_in_one_text_is_written_as_in_a_file_or_is_a_list_of_one(string given, string shown)
    {
        JsonElement option = (await Sandbox.RunAsync("config", "--json", "--set", $"indexing.exclude={given}")).Json();
        Sandbox.Environment["VECTORHOST__INDEXING__EXCLUDE"] = given;
        JsonElement variable = (await Sandbox.RunAsync("config", "--json")).Json();

        Assert.That(Setting(option, "indexing.exclude").GetProperty("value").GetString(), Is.EqualTo(shown));
        Assert.That(Setting(variable, "indexing.exclude").GetProperty("value").GetString(), Is.EqualTo(shown));
    }

    private static string Level(string level) => $$"""
        {
          // Comments and trailing commas are welcome.
          "logging": { "level": "{{level}}", },
        }
        """;

    private async Task ExpectLevelAsync(RepositoryOnDisk repository, string level, string origin, params string[] options)
    {
        JsonElement setting = Setting((await Sandbox.RunAsync(["config", repository.Root, "--json", .. options])).Json(), "logging.level");

        Assert.That((setting.GetProperty("value").GetString(), setting.GetProperty("from").GetString()), Is.EqualTo((level, origin)));
    }

    private async Task<string[]> SettingsAsync() =>
        [.. (await Sandbox.RunAsync("config", "--json")).Json().GetProperty("settings").EnumerateArray()
            .Select(setting => $"{setting.GetProperty("key")} = {setting.GetProperty("value")}")];

    private static JsonElement Setting(JsonElement document, string key) =>
        document.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == key);
}
