using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class WrongConfigurationTests : EndToEndTest
{
    private const string UnknownKey = """{ "indexing": { "exclud": ["docs/"] } }""";

    [TestCase("index")]
    [TestCase("search", "x")]
    [TestCase("status")]
    public async Task An_unknown_backend_is_refused_with_those_that_are_known_and_the_nearest(params string[] arguments) =>
        (await Sandbox.RunAsync([.. arguments, "--backend", "sqlit"]))
            .Refused(2, "Vector store backend 'sqlit' not found", "Available backends: ", "sqlite", "Did you mean 'sqlite'?");

    [TestCase("index")]
    [TestCase("search", "x")]
    [TestCase("status")]
    [TestCase("clear", "--yes")]
    public async Task A_backend_of_an_impossible_name_is_refused_as_any_other(params string[] arguments) =>
        (await Sandbox.RunAsync([.. arguments, "--backend", "../my backend"])).Refused(2, "Vector store backend '../my backend' not found");

    [Test]
    public async Task Numbers_of_items_that_are_none_are_unknown_keys() =>
        (await Sandbox.RunAsync("status", "--set", "indexing.include.99999999998=a", "--set", "indexing.include.99999999999=b"))
            .Refused(2, "indexing.include.99999999998 is not known");

    [Test]
    public async Task A_pin_to_a_plugin_that_is_not_there_is_refused_with_who_provides_the_backend() =>
        (await Sandbox.RunAsync("status", "--set", "vector_store.pins.sqlite=Nobody"))
            .Refused(2, "'sqlite' is pinned to the plugin 'Nobody'", "VectorHost.Plugins.Sqlite", "vector_store.pins.sqlite");

    [Test]
    public async Task Pins_that_are_no_object_are_refused_with_an_example() =>
        (await Sandbox.RunAsync("status", "--set", "vector_store.pins=Acme")).Refused(2, "vector_store.pins must be an object", "'Acme'", "command line");

    [Test]
    public async Task A_file_that_is_far_too_long_is_refused_whatever_is_in_it()
    {
        string file = Sandbox.Write("huge.json", "");
        await using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength((1024 * 1024) + 1);
        }

        (await Sandbox.RunAsync("status", "--config", file)).Refused(2, $"{file} is longer than 1024 KiB", "--config");
    }

    [Test]
    public async Task A_repository_may_not_pin_plugins()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().Write("vectorhost.json", """{ "vector_store": { "pins": { "sqlite": "Acme" } } }""");

        (await Sandbox.RunAsync("index", repository.Root)).Refused(2, repository.At("vectorhost.json"), "vector_store.pins", "may not be set by a repository");
    }

    [Test]
    public async Task An_unknown_key_in_the_users_file_is_refused_with_the_file_and_the_nearest()
    {
        string file = Sandbox.Write("home/settings/vectorhost/vectorhost.json", UnknownKey);

        (await Sandbox.RunAsync("status")).Refused(2, file, "indexing.exclud", "did you mean indexing.exclude?");
    }

    [Test]
    public async Task An_unknown_key_in_the_repositorys_file_is_refused_with_the_file_and_the_nearest()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().Write("vectorhost.json", UnknownKey);

        (await Sandbox.RunAsync("index", repository.Root)).Refused(2, repository.At("vectorhost.json"), "indexing.exclud", "did you mean indexing.exclude?");
        (await Sandbox.RunAsync("index", repository.Root, "--no-repo-config")).Succeeded();
    }

    [Test]
    public async Task An_unknown_key_in_a_named_file_is_refused_with_the_file_and_the_nearest()
    {
        string file = Sandbox.Write("mine.json", UnknownKey);

        (await Sandbox.RunAsync("status", "--config", file)).Refused(2, file, "indexing.exclud", "did you mean indexing.exclude?");
    }

    [Test]
    public async Task An_unknown_key_in_the_environment_is_refused_with_the_nearest()
    {
        Sandbox.Environment["VECTORHOST__EMBEDDING__PROVIDR"] = "lexical";

        (await Sandbox.RunAsync("status")).Refused(2, "environment", "EMBEDDING.PROVIDR", "did you mean embedding.provider?");
    }

    [Test]
    public async Task An_unknown_key_on_the_command_line_is_refused_with_the_nearest() =>
        (await Sandbox.RunAsync("status", "--set", "logging.levle=Debug")).Refused(2, "command line", "logging.levle", "did you mean logging.level?");

    [Test]
    public async Task A_key_like_no_other_is_refused_with_where_to_look() =>
        (await Sandbox.RunAsync("status", "--set", "zebra=1")).Refused(2, "zebra", "vectorhost config");

    [Test]
    public async Task An_unknown_key_of_a_backend_is_refused_with_its_full_path_and_the_nearest() =>
        (await Sandbox.RunAsync("status", "--set", "vector_store.sqlite.pth=/tmp/x.db")).Refused(2, "vector_store.sqlite.pth", "path");

    [Test]
    public async Task A_setting_without_a_value_is_refused_with_an_example() =>
        (await Sandbox.RunAsync("status", "--set", "logging.level")).Refused(2, "KEY=VALUE", "'logging.level'");

    [TestCase("{\n  \"logging\": {\n    \"level\": oops\n  }\n}\n", 3)]
    [TestCase("{\n  \"logging\": { \"level\": \"Debug\" }\n", 3)]
    [TestCase("", 1)]
    [TestCase("not json at all", 1)]
    public async Task Malformed_json_is_refused_with_its_file_and_line(string text, int line)
    {
        string file = Sandbox.Write("home/settings/vectorhost/vectorhost.json", text);

        (await Sandbox.RunAsync("status")).Refused(2, $"{file}, line {line}", "not valid JSON");
    }

    [TestCase("[1, 2]", "one JSON object")]
    [TestCase("\"text\"", "one JSON object")]
    [TestCase("""{ "logging": "Debug" }""", "logging is a section", "\"logging\": { \"level\": … }")]
    [TestCase("""{ "vector_store": "sqlite" }""", "vector_store is a section", "\"vector_store\": { \"backend\": … }")]
    [TestCase("""{ "embedding": { "openai": "tiny" } }""", "embedding.openai is a section", "\"openai\": { \"endpoint\": … }")]
    [TestCase("""{ "logging": { "level": { "deeper": 1 } } }""", "logging.level.deeper")]
    [TestCase("""{ "logging": { "level": "Debug", "level": "Error" } }""", "logging.level is there twice")]
    [TestCase("""{ "indexing": { "exclude": { "docs/": true } } }""", "indexing.exclude.docs/")]
    public async Task Json_of_another_shape_is_refused_with_its_file(string text, params string[] parts)
    {
        string file = Sandbox.Write("home/settings/vectorhost/vectorhost.json", text);

        (await Sandbox.RunAsync("status")).Refused(2, [file, .. parts]);
    }

    [TestCase("[\"docs/\"")]
    [TestCase("[docs/]")]
    [TestCase("[1]")]
    public async Task A_list_that_is_none_is_refused_with_an_example(string list)
    {
        (await Sandbox.RunAsync("status", "--set", $"indexing.exclude={list}")).Refused(2, "indexing.exclude", "[\"docs/\", \"*.md\"]", $"'{list}'", "command line");
        Sandbox.Environment["VECTORHOST__VECTOR_STORE__REQUIRED"] = list;
        (await Sandbox.RunAsync("status")).Refused(2, "vector_store.required", "VECTORHOST__VECTOR_STORE__REQUIRED");
    }

    [Test]
    public async Task A_named_file_that_is_missing_is_refused() =>
        (await Sandbox.RunAsync("status", "--config", Sandbox.At("missing.json"))).Refused(2, Sandbox.At("missing.json"), "--config");

    [Test]
    public async Task A_folder_in_place_of_a_named_file_is_refused() =>
        (await Sandbox.RunAsync("status", "--config", Sandbox.WorkingDirectory)).Refused(2, $"{Sandbox.WorkingDirectory} is a folder");

    [Test]
    public async Task A_folder_in_place_of_an_export_is_refused()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository();

        (await Sandbox.RunAsync("import", Sandbox.WorkingDirectory, "--repo", repository.Root)).Refused(2, $"{Sandbox.WorkingDirectory} is a folder", "vectorhost export");
    }

    [TestCase("""{ "vector_store": { "plugins_dir": "/tmp/evil" } }""", "vector_store.plugins_dir")]
    [TestCase("""{ "logging": { "file": "/tmp/evil.log" } }""", "logging.file")]
    public async Task What_would_let_a_repository_harm_its_reader_is_refused_in_its_file(string text, string key)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().Write("vectorhost.json", text);

        (await Sandbox.RunAsync("index", repository.Root))
            .Refused(2, repository.At("vectorhost.json"), key, "may not be set by a repository", Sandbox.UserConfiguration);
    }

    [TestCase("indexing.max_file_bytes", "0")]
    [TestCase("indexing.max_file_bytes", "-1")]
    [TestCase("indexing.max_file_bytes", "1.5")]
    [TestCase("indexing.max_file_bytes", "many")]
    [TestCase("indexing.max_file_bytes", "99999999999")]
    [TestCase("vector_store.timeout_seconds", "0")]
    [TestCase("vector_store.timeout_seconds", "1e3")]
    public async Task A_number_that_makes_no_sense_is_refused_with_its_key(string key, string value) =>
        (await Sandbox.RunAsync("status", "--set", $"{key}={value}")).Refused(2, key, "whole number", $"'{value}'", "command line");

    [TestCase("logging.level", "Loud", "Information")]
    [TestCase("embedding.provider", "oracle", "static, lexical, model2vec, openai")]
    public async Task A_word_that_is_none_of_the_known_is_refused_with_them(string key, string value, string known)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository();

        (await Sandbox.RunAsync("index", repository.Root, "--set", $"{key}={value}")).Refused(2, key, $"'{value}'", known);
    }

    [Test]
    public async Task A_variable_that_is_not_set_is_named_where_its_value_is_used()
    {
        string file = Sandbox.Write("home/settings/vectorhost/vectorhost.json", """
            { "vector_store": { "backend": "sqlite", "sqlite": { "path": "${STORE_FOLDER}/vectors.db" } } }
            """);

        (await Sandbox.RunAsync("status")).Refused(2, "vector_store.sqlite.path", "STORE_FOLDER", file);
        Sandbox.Environment["STORE_FOLDER"] = Sandbox.At("stores");
        (await Sandbox.RunAsync("status")).Succeeded();
        Assert.That(Sandbox.At("stores/vectors.db"), Does.Exist);
    }

    [Test]
    public async Task A_variable_that_is_not_set_harms_nothing_where_its_value_is_not_used()
    {
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", """
            {
              "vector_store": { "backend": "sqlite", "pinecone": { "api_key": "${PINECONE_API_KEY}" } },
              "embedding": { "openai": { "api_key": "${OPENAI_API_KEY}" } }
            }
            """);
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        (await Sandbox.RunAsync("config", repository.Root)).Succeeded();
        (await Sandbox.RunAsync("backends")).Succeeded();
    }
}
