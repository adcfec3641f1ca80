using VectorHost.Abstractions;

namespace VectorHost.Plugins.Qdrant.Tests;

[TestFixture]
public sealed class QdrantSettingsTests
{
    [Test]
    public void Without_settings_the_server_is_the_local_one()
    {
        QdrantSettings settings = Read([]);

        Assert.That(settings.Address, Is.EqualTo(new Uri("http://localhost:6333/")));
        Assert.That(settings.Collection, Is.EqualTo("code"));
        Assert.That(settings.ApiKey, Is.Null);
        Assert.That(settings.IsExact, Is.False);
    }

    [TestCase("db.example.com", "443", "true", "https://db.example.com/")]
    [TestCase("10.1.2.3", "6333", "false", "http://10.1.2.3:6333/")]
    [TestCase("::1", "7000", "false", "http://[::1]:7000/")]
    [TestCase("[::1]", "7000", "false", "http://[::1]:7000/")]
    public void Host_port_and_https_make_the_address(string host, string port, string https, string address) =>
        Assert.That(Read(new() { ["host"] = host, ["port"] = port, ["https"] = https }).Address, Is.EqualTo(new Uri(address)));

    [Test]
    public void Key_collection_and_exactness_are_taken_as_they_are()
    {
        QdrantSettings settings = Read(new() { ["api_key"] = "k.e-y_1", ["collection"] = "My code é", ["exact"] = "true" });

        Assert.That(settings.ApiKey, Is.EqualTo("k.e-y_1"));
        Assert.That(settings.Collection, Is.EqualTo("My code é"));
        Assert.That(settings.IsExact, Is.True);
    }

    [Test]
    public void Everything_that_is_wrong_is_named_at_once_and_no_key_is_shown() =>
        Assert.That(
            ProblemsOf(new()
            {
                ["host"] = "http://localhost:6333",
                ["port"] = "0",
                ["https"] = "yes",
                ["api_key"] = "secret key",
                ["collection"] = "a/b",
                ["exact"] = "1",
                ["apikey"] = "secret",
            }),
            Is.EqualTo(new[]
            {
                "vector_store.qdrant.host is 'http://localhost:6333': write the server's name or address alone, such as localhost; port and https are keys of their own",
                "vector_store.qdrant.port is '0': write a whole number from 1 to 65535",
                "vector_store.qdrant.https is 'yes': write true or false",
                "vector_store.qdrant.api_key holds a character that no key has, such as a space or a line end: copy the key again",
                "vector_store.qdrant.collection is 'a/b': write at most 200 characters, none of them < > : \" / \\ | ? * or a control character",
                "vector_store.qdrant.exact is '1': write true or false",
                "vector_store.qdrant.apikey is not known; did you mean api_key?",
            }));

    [TestCase("user:secret@db.example.com")]
    [TestCase("https://user:secret@db.example.com")]
    public void A_password_in_the_host_is_refused_and_not_shown(string host) =>
        Assert.That(ProblemsOf(new() { ["host"] = host }).Single(), Does.Contain("***@db.example.com").And.Not.Contain("secret"));

    [TestCase("a b")]
    [TestCase("localhost:6333")]
    [TestCase("-.-")]
    public void What_is_no_host_is_refused(string host) =>
        Assert.That(ProblemsOf(new() { ["host"] = host }).Single(), Does.StartWith("vector_store.qdrant.host is"));

    [Test]
    public void A_collection_that_cannot_be_named_in_an_address_is_refused()
    {
        Assert.That(ProblemsOf(new() { ["collection"] = new string('x', 201) }), Has.Length.EqualTo(1));
        Assert.That(ProblemsOf(new() { ["collection"] = "a\u001Fb" }), Has.Length.EqualTo(1));
        Assert.That(ProblemsOf(new() { ["collection"] = ".." }), Has.Length.EqualTo(1), "it would be a part of the address");
    }

    [Test]
    public async Task Nothing_is_read_or_sent_before_connecting()
    {
        await using QdrantVectorStore store = new(QdrantTestBackend.CreateContext(new() { ["prot"] = "x" }));

        Assert.That(store.Limits.MaxBatchRecords, Is.Positive);
        Assert.That(() => store.CountAsync(RecordFilter.All), Throws.InvalidOperationException);
        await Assert.ThatAsync(async () => await store.ConnectAsync(), Throws.TypeOf<VectorStoreException>());
    }

    private static QdrantSettings Read(Dictionary<string, string?> settings) => QdrantSettings.Read(QdrantTestBackend.CreateContext(settings));

    private static string[] ProblemsOf(Dictionary<string, string?> settings)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => Read(settings));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.IsTransient, Is.False);
        return failure.Message.Split('\n');
    }
}
