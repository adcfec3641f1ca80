using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;

namespace VectorHost.TestServers.Tests;

/// <summary>The vendors' own documents can be read, and tell right from wrong; where their folder is missing there is nothing to claim.</summary>
[TestFixture]
public sealed class ApiDescriptionsTests
{
    [TestCase("qdrant-1.19.openapi.json", "POST", "/collections/a/points/count", """{"exact":true}""", """{"exact":1}""", """{"result":{"count":1},"status":"ok","time":0.1}""")]
    [TestCase("chroma-1.0.0.openapi.json", "POST", "/api/v2/tenants", """{"name":"a"}""", """{"name":1}""", "{}")]
    [TestCase("pinecone-db_data_2026-04.oas.yaml", "POST", "/describe_index_stats", """{"filter":{}}""", """{"filter":1}""", """{"dimension":3,"totalVectorCount":1}""")]
    public void A_vendors_description_tells_right_from_wrong(string file, string method, string path, string right, string wrong, string answer)
    {
        if (ApiDescriptions.Find(file) is not { } validator)
        {
            Assert.Pass($"{file} is not in {ApiDescriptions.Folder}.");
            return;
        }

        HttpExchange Exchange(string body) => new()
        {
            Request = new HttpCall
            {
                Method = method,
                Path = path,
                Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["X-Pinecone-Api-Version"] = "2026-04" },
                Body = System.Text.Encoding.UTF8.GetBytes(body),
            },
            Answer = HttpAnswer.OfRawJson(System.Text.Encoding.UTF8.GetBytes(answer)),
        };

        Assert.That(validator.Validate(Exchange(right)), Is.Empty);
        Assert.That(validator.Validate(Exchange(wrong)), Is.Not.Empty);
    }
}
