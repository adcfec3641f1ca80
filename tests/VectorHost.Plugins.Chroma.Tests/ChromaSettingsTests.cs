using VectorHost.Abstractions;

namespace VectorHost.Plugins.Chroma.Tests;

[TestFixture]
public sealed class ChromaSettingsTests
{
    [Test]
    public void Without_settings_the_server_is_the_one_that_chroma_run_starts()
    {
        ChromaSettings settings = Read([]);

        Assert.That(settings.Address, Is.EqualTo(new Uri("http://localhost:8000/")));
        Assert.That(settings.ApiKey, Is.Null);
        Assert.That(settings.Tenant, Is.EqualTo("default_tenant"));
        Assert.That(settings.Database, Is.EqualTo("default_database"));
        Assert.That(settings.Collection, Is.EqualTo("repository"));
        Assert.That(settings.Exact, Is.False);
    }

    [Test]
    public void A_collection_that_is_null_is_named_after_the_repository() =>
        Assert.That(Read(new() { ["collection"] = null }).Collection, Is.EqualTo("repository"));

    [Test]
    public void Every_key_is_read_whatever_its_case()
    {
        ChromaSettings settings = Read(new()
        {
            ["Host"] = "chroma.example",
            ["PORT"] = "9000",
            ["ssl"] = "true",
            ["api_key"] = "ck-1",
            ["api_key_header"] = "Authorization",
            ["tenant"] = "team",
            ["database"] = "code",
            ["collection"] = "my.index_1",
            ["exact"] = "true",
        });

        Assert.That(settings.Address, Is.EqualTo(new Uri("https://chroma.example:9000/")));
        Assert.That(settings.ApiKey, Is.EqualTo("ck-1"));
        Assert.That(settings.SendsBearer, Is.True);
        Assert.That(settings.Tenant, Is.EqualTo("team"));
        Assert.That(settings.Database, Is.EqualTo("code"));
        Assert.That(settings.Collection, Is.EqualTo("my.index_1"));
        Assert.That(settings.Exact, Is.True);
    }

    [Test]
    public void With_a_key_tenant_and_database_are_the_keys_own_unless_they_are_set()
    {
        ChromaSettings settings = Read(new() { ["api_key"] = "ck-1", ["database"] = "code" });

        Assert.That(settings.Tenant, Is.Null);
        Assert.That(settings.Database, Is.EqualTo("code"));
    }

    [Test]
    public void Chroma_Cloud_needs_its_host_alone()
    {
        ChromaSettings settings = Read(new() { ["host"] = "api.trychroma.com", ["api_key"] = "ck-1" });

        Assert.That(settings.Address, Is.EqualTo(new Uri("https://api.trychroma.com/")));
        Assert.That(settings.IsCloud, Is.True);
    }

    [Test]
    public void An_address_of_version_6_may_be_a_host() =>
        Assert.That(Read(new() { ["host"] = "::1" }).Address, Is.EqualTo(new Uri("http://[::1]:8000/")));

    [Test]
    public void An_unknown_key_names_its_full_path_and_the_nearest_known_key() =>
        Assert.That(
            ProblemsOf(new() { ["colection"] = "x" }),
            Is.EqualTo(new[] { "vector_store.chromadb.colection is not known; did you mean collection?" }));

    [Test]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Assert.That(
            ProblemsOf(new()
            {
                ["host"] = "http://chroma:8000",
                ["port"] = "0",
                ["ssl"] = "yes",
                ["api_key"] = "ck 1",
                ["api_key_header"] = "cookie",
                ["collection"] = "my code",
                ["exact"] = "1",
                ["path"] = "/data",
            }),
            Is.EquivalentTo(new[]
            {
                "vector_store.chromadb.host is 'http://chroma:8000': write a host's name or address alone; port and ssl are keys of their own",
                "vector_store.chromadb.port is '0': write a whole number from 1 to 65535",
                "vector_store.chromadb.ssl is 'yes': write true or false",
                "vector_store.chromadb.api_key holds a space, a line end or another character that no key has: copy it again",
                "vector_store.chromadb.api_key_header is 'cookie': write x-chroma-token or authorization",
                "vector_store.chromadb.collection is 'my code': write 3 to 480 letters, digits, '.', '_' and '-', beginning and ending with a letter or digit",
                "vector_store.chromadb.exact is '1': write true or false",
                "vector_store.chromadb.path is not known; the keys are host, port, ssl, api_key, api_key_header, tenant, database, collection, exact",
            }));

    [TestCase("ab")]
    [TestCase("-abc")]
    [TestCase("abc.")]
    [TestCase("a/b")]
    [TestCase("äbc")]
    public void A_name_that_the_server_would_refuse_is_refused_before(string collection) =>
        Assert.That(ProblemsOf(new() { ["collection"] = collection }).Single(), Does.StartWith($"vector_store.chromadb.collection is '{collection}'"));

    [Test]
    public void Chroma_Cloud_without_TLS_is_refused() =>
        Assert.That(
            ProblemsOf(new() { ["host"] = "api.trychroma.com", ["ssl"] = "false" }),
            Is.EqualTo(new[] { "vector_store.chromadb.ssl is false: Chroma Cloud speaks TLS only" }));

    [Test]
    public async Task Nothing_is_read_or_sent_before_connecting()
    {
        await using ChromaVectorStore store = new(ChromaTestBackend.Context(new() { ["hots"] = "x" }));

        Assert.That(store.Limits.MaxBatchRecords, Is.Positive);
        VectorStoreException failure = await ChromaFailure.OfAsync(() => store.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
    }

    private static ChromaSettings Read(Dictionary<string, string?> settings) => ChromaSettings.Read(ChromaTestBackend.Context(settings));

    private static string[] ProblemsOf(Dictionary<string, string?> settings)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => Read(settings));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.IsTransient, Is.False);
        return failure.Message.Split('\n');
    }
}
