using Microsoft.Extensions.Configuration;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>What every backend shares for reading its section; this one's own keys are in <see cref="SqliteSettingsTests"/>.</summary>
[TestFixture]
public sealed class SettingsReaderTests
{
    [Test]
    public void A_required_text_that_is_missing_says_how_to_set_it()
    {
        SettingsReader reader = Reader([]);

        Assert.That(reader.RequiredText("api_key", "set SERVER_API_KEY"), Is.Empty);

        Assert.That(ProblemsOf(reader), Is.EqualTo(new[] { "vector_store.server.api_key is not set: set SERVER_API_KEY" }));
    }

    [Test]
    public void A_required_text_that_is_empty_is_named_once()
    {
        SettingsReader reader = Reader(new() { ["api_key"] = "" });

        reader.RequiredText("api_key", "set SERVER_API_KEY");

        Assert.That(ProblemsOf(reader), Is.EqualTo(new[] { "vector_store.server.api_key is empty: write a value, or leave the key out" }));
    }

    [TestCase("true", true)]
    [TestCase("False", false)]
    public void A_flag_is_true_or_false(string value, bool expected)
    {
        SettingsReader reader = Reader(new() { ["https"] = value });

        Assert.That(reader.Flag("https", defaultValue: !expected), Is.EqualTo(expected));
        Assert.That(reader.ThrowIfWrong, Throws.Nothing);
    }

    [Test]
    public void A_flag_that_is_neither_is_refused()
    {
        SettingsReader reader = Reader(new() { ["https"] = "yes" });

        reader.Flag("https", defaultValue: false);

        Assert.That(ProblemsOf(reader), Is.EqualTo(new[] { "vector_store.server.https is 'yes': write true or false" }));
    }

    [TestCase("hots", "host")]
    [TestCase("prot", "port")]
    [TestCase("HOSTT", "host")]
    [TestCase("apikey", "api_key")]
    public void An_unknown_key_suggests_the_nearest(string key, string meant)
    {
        SettingsReader reader = Reader(new() { [key] = "x" });
        reader.Text("host");
        reader.Text("port");
        reader.Text("api_key");

        Assert.That(ProblemsOf(reader).Single(), Does.EndWith($".{key} is not known; did you mean {meant}?"));
    }

    [Test]
    public void A_value_whose_variable_is_not_set_is_one_problem_among_the_others()
    {
        IConfigurationSection section = new ConfigurationBuilder().Add(new MissingVariable()).Build().GetSection("vector_store:server");
        SettingsReader reader = new(section);

        Assert.That(reader.Text("api_key"), Is.Null);
        reader.RequiredText("host", "name the server");

        Assert.That(
            ProblemsOf(reader),
            Is.EqualTo(new[] { "the variable KEY is not set", "vector_store.server.host is not set: name the server" }));
    }

    private static SettingsReader Reader(Dictionary<string, string?> settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:server:{setting.Key}", setting => setting.Value))
        .Build()
        .GetSection("vector_store:server"));

    private static string[] ProblemsOf(SettingsReader reader)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(reader.ThrowIfWrong);
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        return failure.Message.Split('\n');
    }

    /// <summary>Has a value that cannot be read, as the host's does where a variable is missing.</summary>
    private sealed class MissingVariable : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() => Data["vector_store:server:api_key"] = "${KEY}";

        public override bool TryGet(string key, out string? value) => base.TryGet(key, out value)
            ? throw new VectorStoreException(StoreFailureKind.InvalidConfiguration, "the variable KEY is not set")
            : false;
    }
}
