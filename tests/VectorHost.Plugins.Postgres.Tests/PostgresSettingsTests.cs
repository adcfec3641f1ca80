using Npgsql;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Tests;

[TestFixture]
public sealed class PostgresSettingsTests
{
    [Test]
    public void Nothing_set_is_the_server_of_this_machine()
    {
        PostgresSettings settings = Read([]);

        Assert.That(settings.Connection.Host, Is.EqualTo("localhost"));
        Assert.That(settings.Connection.Port, Is.EqualTo(5432));
        Assert.That(settings.Connection.Database, Is.EqualTo("postgres"));
        Assert.That(settings.Connection.Username, Is.EqualTo("postgres"));
        Assert.That(settings.Connection.SslMode, Is.EqualTo(SslMode.Prefer));
        Assert.That(settings.Schema, Is.EqualTo("vectorhost"));
        Assert.That(settings.Collection, Is.EqualTo("repository"));
        Assert.That(settings.IsExact, Is.False);
    }

    [Test]
    public void Every_key_is_read()
    {
        PostgresSettings settings = Read(new()
        {
            ["host"] = "db",
            ["port"] = "5433",
            ["database"] = "code",
            ["username"] = "me",
            ["password"] = "p;a=s's",
            ["ssl_mode"] = "verify-full",
            ["schema"] = "s",
            ["collection"] = "c",
            ["exact"] = "true",
            ["index_from"] = "7",
        });

        Assert.That(settings.Connection.Host, Is.EqualTo("db"));
        Assert.That(settings.Connection.Port, Is.EqualTo(5433));
        Assert.That(settings.Connection.Database, Is.EqualTo("code"));
        Assert.That(settings.Connection.Username, Is.EqualTo("me"));
        Assert.That(new NpgsqlConnectionStringBuilder(settings.Connection.ConnectionString).Password, Is.EqualTo("p;a=s's"));
        Assert.That(settings.Connection.SslMode, Is.EqualTo(SslMode.VerifyFull));
        Assert.That(settings.Schema, Is.EqualTo("s"));
        Assert.That(settings.Collection, Is.EqualTo("c"));
        Assert.That(settings.IsExact, Is.True);
        Assert.That(settings.IndexFrom, Is.EqualTo(7));
    }

    [Test]
    public void A_connection_string_says_it_all()
    {
        PostgresSettings settings = Read(new() { ["connection_string"] = "Host=db;Database=code;Username=me;Password=x" });

        Assert.That(settings.Connection.Host, Is.EqualTo("db"));
        Assert.That(settings.Connection.Port, Is.EqualTo(5432));
        Assert.That(settings.Connection.Database, Is.EqualTo("code"));
    }

    [Test]
    public void A_connection_string_and_parts_of_one_do_not_go_together() =>
        Assert.That(
            ProblemsOf(new() { ["connection_string"] = "Host=db", ["host"] = "db", ["password"] = "secret" }),
            Is.EqualTo(new[]
            {
                "vector_store.postgres.host is set as well as connection_string: write it there, or leave connection_string out",
                "vector_store.postgres.password is set as well as connection_string: write it there, or leave connection_string out",
            }));

    [TestCase("postgresql://me:secret@db/code", "is a URI")]
    [TestCase("Host=db;Pasword=secret", "is not one that Npgsql understands")]
    [TestCase("Host=db;Port=secret", "is not one that Npgsql understands")]
    [TestCase("secret", "is not one that Npgsql understands")]
    [TestCase("Username=me;Password=secret", "names no host")]
    public void A_connection_string_that_is_none_is_refused_without_repeating_it(string value, string problem) =>
        Assert.That(
            ProblemsOf(new() { ["connection_string"] = value }).Single(),
            Does.StartWith($"vector_store.postgres.connection_string {problem}").And.Contain("Host=").And.Not.Contain("secret"));

    [Test]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Assert.That(
            ProblemsOf(new()
            {
                ["host"] = " ",
                ["port"] = "0",
                ["ssl_mode"] = "on",
                ["schema"] = "a\nb",
                ["collection"] = new string('x', 46),
                ["exact"] = "yes",
                ["index_from"] = "0",
                ["user"] = "me",
            }),
            Is.EquivalentTo(new[]
            {
                "vector_store.postgres.host is empty: write a value, or leave the key out",
                "vector_store.postgres.port is '0': write a whole number from 1 to 65535",
                "vector_store.postgres.ssl_mode is 'on': write one of disable, allow, prefer, require, verify-ca, verify-full",
                "vector_store.postgres.schema holds a character that has no place in a name",
                "vector_store.postgres.collection is longer than 45 bytes",
                "vector_store.postgres.exact is 'yes': write true or false",
                "vector_store.postgres.index_from is '0': write a whole number from 1 to 2147483647",
                "vector_store.postgres.user is not known; the keys are connection_string, host, port, database, username, password, ssl_mode, schema, collection, exact, index_from",
            }));

    [Test]
    public async Task Nothing_is_read_before_connecting()
    {
        await using PostgresVectorStore store = new(PostgresContexts.Create(new() { ["hots"] = "x" }));

        Assert.That(store.Limits.MaxBatchRecords, Is.Positive);
        await Assert.ThatAsync(
            async () => await store.ConnectAsync(),
            Throws.TypeOf<VectorStoreException>().With.Message.EqualTo("vector_store.postgres.hots is not known; did you mean host?"));
    }

    private static PostgresSettings Read(Dictionary<string, string?> settings) => PostgresSettings.Read(PostgresContexts.Create(settings));

    private static string[] ProblemsOf(Dictionary<string, string?> settings)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => Read(settings));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        return failure.Message.Split('\n');
    }
}
