using System.Text;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What the first version wrote, frozen as the requests that it sent.</summary>
[TestFixture]
public sealed class PineconeFormatTests : PineconeTest
{
    private const string Index = """
        {"name":"INDEX","dimension":4,"metric":"cosine","spec":{"serverless":{"cloud":"aws","region":"us-east-1"}},"vector_type":"dense","deletion_protection":"disabled","tags":{"created_by":"vectorhost"}}
        """;

    private const string Records = """"
        {
          "namespace": "vh.frozen_2fgr_c3_b6_c3_9fe",
          "vectors": [
            {
              "id": "3f2504e0-4f89-81d3-9a0c-0305e82c3301",
              "values": [0.6, -0.8, 0, 0],
              "metadata": {
                "id": "3f2504e0-4f89-81d3-9a0c-0305e82c3301",
                "repository": "frozen/größe",
                "path": "src/Größe/Höhe.cs",
                "folders": [
                  "src/",
                  "src/Größe/"
                ],
                "startLine": 12,
                "endLine": 34,
                "fileHash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "chunkHash": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
                "language": "csharp",
                "text": "int Höhe() => 1;\r\n\t\"\\\" 😀 \u0000 \u0001 end"
              }
            },
            {
              "id": "9c858901-8a57-8791-81fe-4c455b099bc9",
              "values": [0.5, 0.5, 0.5, 0.5],
              "metadata": {
                "id": "9c858901-8a57-8791-81fe-4c455b099bc9",
                "repository": "frozen/größe",
                "path": "README.md",
                "startLine": 1,
                "endLine": 1,
                "fileHash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "chunkHash": "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096",
                "language": "markdown",
                "text": ""
              }
            }
          ]
        }
        """";

    private const string Metadata = """"
        {
          "vectors": [
            {
              "id": "frozen_2fgr_c3_b6_c3_9fe",
              "values": [1, 0, 0, 0],
              "metadata": {
                "repository": "frozen/größe",
                "stamp": "05b19ba0cebdef1f",
                "pieces": 1,
                "json": "{\"repository\":\"frozen/gr\\u00F6\\u00DFe\",\"root\":\"/work/gr\\u00F6\\u00DFe\",\"state\":\"Complete\",\"created_at\":\"2026-01-02T03:04:05.678+00:00\",\"updated_at\":\"2026-02-03T04:05:06.789+00:00\",\"embedder\":{\"provider\":\"test\",\"model\":\"frozen-1\",\"dimensions\":4,\"normalization\":\"l2\"},\"chunker\":\"lines/1 target=1000\",\"file_count\":2,\"record_count\":2,\"tool_version\":\"0.1.0\",\"entries\":{\"note\":\"keep \\u0022this\\u0022\"}}"
              }
            }
          ],
          "namespace": "vh_metadata"
        }
        """";

    /// <inheritdoc/>
    protected override PineconeDoubleOptions Options => new() { DescriptionsUntilReady = 0, RequestsUntilVisible = 0 };

    [TestCase("1e9")]
    [TestCase("1e300")]
    [TestCase("0")]
    [TestCase("-1")]
    public async Task Metadata_with_an_impossible_number_of_pieces_is_refused_as_damaged(string pieces)
    {
        JsonElement index = await PostAsync($"{Service.ControllerHost}/indexes", Index.Replace("INDEX", Backend.IndexName, StringComparison.Ordinal));
        string host = index.GetProperty("host").GetString()!;
        await PostAsync($"{host}/vectors/upsert", Metadata.Replace("\"pieces\": 1", $"\"pieces\": {pieces}", StringComparison.Ordinal));
        IVectorStore store = await ConnectAsync();

        VectorStoreException? failure = Assert.ThrowsAsync<VectorStoreException>(() => store.GetMetadataAsync());

        Assert.That(failure!.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain("run 'vectorhost clear' and index again"));
    }

    [Test]
    public async Task What_the_first_version_wrote_is_read()
    {
        JsonElement index = await PostAsync($"{Service.ControllerHost}/indexes", Index.Replace("INDEX", Backend.IndexName, StringComparison.Ordinal));
        string host = index.GetProperty("host").GetString()!;
        await PostAsync($"{host}/vectors/upsert", Records);
        await PostAsync($"{host}/vectors/upsert", Metadata);

        IVectorStore store = await ConnectAsync();

        await FrozenData.AssertIsHeldAsync(store);
    }

    private async Task<JsonElement> PostAsync(string address, string json)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Api-Key", Service.Options.ApiKey);
        request.Headers.Add("X-Pinecone-Api-Version", "2026-04");
        using HttpResponseMessage answer = await client.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, body);
        return JsonElement.Parse(body);
    }
}
