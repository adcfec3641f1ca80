using System.Text;
using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>What the first version wrote, frozen as the requests that it sent.</summary>
[TestFixture]
public sealed class QdrantFormatTests : QdrantTest
{
    private const string Records = """"
        {
          "points": [
            {
              "id": "3f2504e0-4f89-81d3-9a0c-0305e82c3301",
              "vector": [0.6, -0.8, 0, 0],
              "payload": {
                "repository": "frozen/größe",
                "path": "src/Größe/Höhe.cs",
                "folders": [
                  "src/",
                  "src/Größe/"
                ],
                "start_line": 12,
                "end_line": 34,
                "file_hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "chunk_hash": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
                "language": "csharp",
                "text": "int Höhe() => 1;\r\n\t\"\\\" 😀 \u0000 \u0001 end"
              }
            },
            {
              "id": "9c858901-8a57-8791-81fe-4c455b099bc9",
              "vector": [0.5, 0.5, 0.5, 0.5],
              "payload": {
                "repository": "frozen/größe",
                "path": "README.md",
                "folders": [],
                "start_line": 1,
                "end_line": 1,
                "file_hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "chunk_hash": "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096",
                "language": "markdown",
                "text": ""
              }
            }
          ]
        }
        """";

    private const string Catalogue = """"
        {
          "points": [
            {
              "id": "e10269ca-8b6d-2c90-23b1-3d3a90aa29ab",
              "vector": [0],
              "payload": {
                "repository": "frozen/größe",
                "metadata": {
                  "repository": "frozen/größe",
                  "root": "/work/größe",
                  "state": "Complete",
                  "created_at": "2026-01-02T03:04:05.678+00:00",
                  "updated_at": "2026-02-03T04:05:06.789+00:00",
                  "embedder": {
                    "provider": "test",
                    "model": "frozen-1",
                    "dimensions": 4,
                    "normalization": "l2"
                  },
                  "chunker": "lines/1 target=1000",
                  "file_count": 2,
                  "record_count": 2,
                  "tool_version": "0.1.0",
                  "entries": {
                    "note": "keep \"this\""
                  }
                }
              }
            }
          ]
        }
        """";

    [Test]
    public async Task What_the_first_version_wrote_is_read()
    {
        await StartAsync();
        await PutAsync("collections/code.4", """{"vectors":{"size":4,"distance":"Dot"}}""");
        await PutAsync("collections/code.4/index?wait=true", """{"field_name":"repository","field_schema":{"type":"keyword","is_tenant":true}}""");
        await PutAsync("collections/code.4/index?wait=true", """{"field_name":"path","field_schema":{"type":"keyword","prefix":true}}""");
        await PutAsync("collections/code.4/index?wait=true", """{"field_name":"folders","field_schema":{"type":"keyword"}}""");
        await PutAsync("collections/code.4/points?wait=true", Records);
        await PutAsync("collections/code", """{"vectors":{"size":1,"distance":"Dot"}}""");
        await PutAsync("collections/code/points?wait=true", Catalogue);

        IVectorStore store = await ConnectAsync();

        await FrozenData.AssertIsHeldAsync(store);
    }

    private async Task PutAsync(string path, string json)
    {
        using HttpClient client = new() { BaseAddress = Server.Server.Address };
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PutAsync(new Uri(path, UriKind.Relative), content);
        Assert.That(answer.IsSuccessStatusCode, Is.True, path);
    }
}
