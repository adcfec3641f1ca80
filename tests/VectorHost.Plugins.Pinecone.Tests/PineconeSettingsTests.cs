using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Pinecone.Tests;

[TestFixture]
public sealed class PineconeSettingsTests
{
    [Test]
    public void Only_the_key_has_to_be_set()
    {
        PineconeSettings settings = Read(new() { ["api_key"] = "pcsk_1" });

        Assert.That(settings.IndexName, Is.EqualTo("repository"), "the name derived from the repository");
        Assert.That((settings.Region, settings.Cloud), Is.EqualTo(("us-east-1", "aws")));
        Assert.That(settings.Controller, Is.EqualTo(new Uri("https://api.pinecone.io/")));
        Assert.That(settings.Exact, Is.False);
    }

    [TestCase("us-east-1-aws", "us-east-1", "aws")]
    [TestCase("us-central1-gcp", "us-central1", "gcp")]
    [TestCase("eastus2-azure", "eastus2", "azure")]
    public void An_environment_is_a_region_and_a_cloud(string environment, string region, string cloud)
    {
        PineconeSettings settings = Read(new() { ["api_key"] = "x", ["environment"] = environment });

        Assert.That((settings.Region, settings.Cloud), Is.EqualTo((region, cloud)));
    }

    [TestCase("us-east-1")]
    [TestCase("aws")]
    [TestCase("-aws")]
    [TestCase("us-east-1-AWS")]
    [TestCase("us_east-aws")]
    [TestCase("us-west1-gcp-free")]
    public void Another_environment_is_refused_with_an_example(string environment) =>
        Assert.That(
            ProblemsOf(new() { ["api_key"] = "x", ["environment"] = environment }),
            Is.EqualTo(new[]
            {
                $"vector_store.pinecone.environment is '{environment}': write region and cloud, such as us-east-1-aws, us-central1-gcp or eastus2-azure",
            }));

    [TestCase("Code")]
    [TestCase("my_code")]
    [TestCase("-code")]
    [TestCase("code-")]
    [TestCase("0123456789012345678901234567890123456789012345")]
    public void A_name_that_the_service_refuses_is_refused_before(string name) =>
        Assert.That(ProblemsOf(new() { ["api_key"] = "x", ["index_name"] = name }).Single(), Does.StartWith($"vector_store.pinecone.index_name is '{name}': write 1 to 45"));

    [Test]
    public void A_missing_key_says_how_to_set_it() =>
        Assert.That(
            ProblemsOf([]).Single(),
            Is.EqualTo("vector_store.pinecone.api_key is not set: write \"${PINECONE_API_KEY}\" and set that variable to a key from app.pinecone.io, \"API keys\""));

    [TestCase("pcsk_1\n")]
    [TestCase("pcsk 1")]
    [TestCase("pcsk_\u00e9")]
    public void A_key_that_no_header_can_carry_is_refused_and_not_repeated(string key)
    {
        string problem = ProblemsOf(new() { ["api_key"] = key }).Single();

        Assert.That(problem, Does.StartWith("vector_store.pinecone.api_key holds").And.Not.Contains("pcsk"));
    }

    [TestCase("api.example.org", "https://api.example.org/")]
    [TestCase("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [TestCase("https://proxy.example.org/pinecone/", "https://proxy.example.org/pinecone/")]
    public void A_controller_may_leave_out_its_scheme_and_have_a_path(string host, string address) =>
        Assert.That(Read(new() { ["api_key"] = "x", ["controller_host"] = host }).Controller, Is.EqualTo(new Uri(address)));

    [TestCase("ftp://example.org")]
    [TestCase("https://user:secret@example.org")]
    [TestCase("https://example.org/?a=b")]
    [TestCase("http://")]
    public void What_is_no_address_of_a_controller_is_refused_and_not_repeated(string host) =>
        Assert.That(
            ProblemsOf(new() { ["api_key"] = "x", ["controller_host"] = host }).Single(),
            Does.StartWith("vector_store.pinecone.controller_host is not an address").And.Not.Contains("secret"));

    [Test]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Assert.That(
            ProblemsOf(new() { ["environment"] = "x", ["index_name"] = "X", ["exact"] = "maybe", ["visibility_timeout_seconds"] = "0", ["indexname"] = "x" })
                .Select(problem => problem.Split(' ')[0]),
            Is.EquivalentTo(new[]
            {
                "vector_store.pinecone.api_key", "vector_store.pinecone.environment", "vector_store.pinecone.index_name",
                "vector_store.pinecone.exact", "vector_store.pinecone.visibility_timeout_seconds", "vector_store.pinecone.indexname",
            }));

    [Test]
    public async Task Nothing_is_read_or_sent_before_connecting()
    {
        await using PineconeVectorStore store = new(Context([]));

        Assert.That(store.Limits.MaxBatchRecords, Is.EqualTo(1_000));
        await Assert.ThatAsync(async () => await store.CountAsync(RecordFilter.All), Throws.InvalidOperationException);
        await Assert.ThatAsync(async () => await store.ConnectAsync(), Throws.TypeOf<VectorStoreException>());
    }

    private static VectorStoreContext Context(Dictionary<string, string?> settings) =>
        PineconeContexts.Create(settings, "repository", NullLoggerFactory.Instance);

    private static PineconeSettings Read(Dictionary<string, string?> settings) => PineconeSettings.Read(Context(settings));

    private static string[] ProblemsOf(Dictionary<string, string?> settings)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => Read(settings));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        return failure.Message.Split('\n');
    }
}
