using System.Diagnostics;
using System.Text.Json;
using VectorHost.TestServers.OpenApi;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.TestServers.Tests.Qdrant;

/// <summary>Qdrant's own client for JavaScript gets from the double what it would get from Qdrant.</summary>
[TestFixture]
public sealed class QdrantClientTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Test]
    public async Task The_vendors_client_gets_the_right_results()
    {
        string folder = InstalledServers.Require("qdrant-client");
        await using QdrantDouble server = new(new QdrantDoubleOptions { ApiKey = "key" });
        ExchangeComparison comparison = QdrantDescription.Compare(server);
        await server.StartAsync();

        JsonElement got = await RunAsync(folder, server.Server.Address);

        Assert.That(JsonSerializer.Serialize(got, Indented), Is.EqualTo(JsonSerializer.Serialize(JsonElement.Parse(Expected), Indented)));
        Assert.That(comparison.Problems.Where(problem => !IsBadOnPurpose(problem)), Is.Empty);
    }

    /// <summary>What the script sends to see it refused.</summary>
    private static bool IsBadOnPurpose(string problem) =>
        problem.Contains("found \"place\"", StringComparison.Ordinal)
        || problem.Contains("0 is less than the least, 1", StringComparison.Ordinal);

    private static async Task<JsonElement> RunAsync(string folder, Uri address)
    {
        ProcessStartInfo start = new("node")
        {
            ArgumentList = { Path.Combine(TestContext.CurrentContext.TestDirectory, "Qdrant", "client.mjs"), folder, address.AbsoluteUri, "key" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return JsonElement.Parse(output);
    }

    private const string Expected = """
        {
          "version": "1.19.0",
          "collectionsBefore": [],
          "created": true,
          "createdAgain": { "status": 409, "error": "Wrong input: Collection `places` already exists!" },
          "exists": true,
          "missing": false,
          "getMissing": { "status": 404, "error": "Not found: Collection `elsewhere` doesn't exist!" },
          "index": "completed",
          "upsert": "completed",
          "wrongLength": { "status": 400, "error": "Wrong input: Vector dimension error: expected dim: 2, got 3" },
          "wrongId": { "status": 400, "error": "Format error in JSON body: value \"place\" is not a valid point ID, valid values are either an unsigned integer or a UUID" },
          "all": [2, 7, "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
          "value": [7, "00000000-0000-0000-0000-000000000002"],
          "any": ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
          "except": ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
          "should": [2, "00000000-0000-0000-0000-000000000001"],
          "mustNot": [2, "00000000-0000-0000-0000-000000000001"],
          "hasId": [7, "00000000-0000-0000-0000-000000000002"],
          "isEmpty": [2],
          "nested": [2, "00000000-0000-0000-0000-000000000001"],
          "prefix": [7, "00000000-0000-0000-0000-000000000001"],
          "anyOfNone": [],
          "unindexed": {
            "status": 400,
            "error": "Bad request: Index required but not found for \"street\" of one of the following types: [keyword]. Help: Create an index for this key or use a different filter."
          },
          "firstPage": [
            [2, { "size": 1 }, [-1, 0]],
            [7, { "size": 3 }, [1, 0]],
            ["00000000-0000-0000-0000-000000000001", { "size": 8 }, [0, 1]]
          ],
          "nextOffset": "00000000-0000-0000-0000-000000000002",
          "lastPage": {
            "points": [{ "id": "00000000-0000-0000-0000-000000000002", "payload": { "city": ["Berlin", "Moscow"] } }],
            "next_page_offset": null
          },
          "query": [
            [7, 1],
            ["00000000-0000-0000-0000-000000000002", 0.7071],
            ["00000000-0000-0000-0000-000000000001", 0],
            [2, -1]
          ],
          "best": ["00000000-0000-0000-0000-000000000002"],
          "limitZero": { "status": 422, "error": "Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]" },
          "queryLength": { "status": 400, "error": "Wrong input: Vector dimension error: expected dim: 2, got 3" },
          "retrieved": [[7, { "city": "Berlin", "size": 3, "path": "src/a.cs" }]],
          "count": 4,
          "countFiltered": 2,
          "replaced": { "city": "Paris" },
          "accepted": "acknowledged",
          "seenAtOnce": 4,
          "seenLater": 5,
          "deletedById": "completed",
          "deletedByFilter": "completed",
          "left": [2, "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
          "info": {
            "points": 3,
            "vectors": { "size": 2, "distance": "Cosine" },
            "indexes": ["city", "path", "size"]
          },
          "dropped": true,
          "droppedAgain": false,
          "withoutKey": { "status": 401, "error": "Must provide an API key or an Authorization bearer token" }
        }
        """;
}
