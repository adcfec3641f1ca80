using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>What the first version wrote, frozen as the requests that it sent.</summary>
[TestFixture(ChromaVersion.Older)]
[TestFixture(ChromaVersion.Newer)]
public sealed class ChromaFormatTests(ChromaVersion version) : ChromaTest(version)
{
    private const string Records = """"
        {
          "ids": [
            "3f2504e0-4f89-81d3-9a0c-0305e82c3301",
            "9c858901-8a57-8791-81fe-4c455b099bc9"
          ],
          "embeddings": [
            [0.6, -0.8, 0, 0],
            [0.5, 0.5, 0.5, 0.5]
          ],
          "documents": [
            "int Höhe() => 1;\r\n\t\"\\\" 😀 \u0000 \u0001 end",
            ""
          ],
          "metadatas": [
            {
              "path": "src/Größe/Höhe.cs",
              "start_line": 12,
              "end_line": 34,
              "language": "csharp",
              "file_hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
              "chunk_hash": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
              "folder_1": "src/",
              "folder_2": "src/Größe/",
              "folder_3": null,
              "folder_4": null,
              "folder_5": null,
              "folder_6": null,
              "folder_7": null,
              "folder_8": null
            },
            {
              "path": "README.md",
              "start_line": 1,
              "end_line": 1,
              "language": "markdown",
              "file_hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
              "chunk_hash": "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096",
              "folder_1": null,
              "folder_2": null,
              "folder_3": null,
              "folder_4": null,
              "folder_5": null,
              "folder_6": null,
              "folder_7": null,
              "folder_8": null
            }
          ]
        }
        """";

    private const string Catalogue = """"
        {
          "ids": [
            "750733b488289a75"
          ],
          "metadatas": [
            {
              "repository": "frozen/größe"
            }
          ],
          "documents": [
            "{\"repository\":\"frozen/gr\\u00F6\\u00DFe\",\"root\":\"/work/gr\\u00F6\\u00DFe\",\"state\":\"Complete\",\"created_at\":\"2026-01-02T03:04:05.678+00:00\",\"updated_at\":\"2026-02-03T04:05:06.789+00:00\",\"embedder\":{\"provider\":\"test\",\"model\":\"frozen-1\",\"dimensions\":4,\"normalization\":\"l2\"},\"chunker\":\"lines/1 target=1000\",\"file_count\":2,\"record_count\":2,\"tool_version\":\"0.1.0\",\"entries\":{\"note\":\"keep \\u0022this\\u0022\"}}"
          ],
          "embeddings": [
            [1]
          ]
        }
        """";

    [Test]
    public async Task What_the_first_version_wrote_is_read()
    {
        await CreateAsync(Backend.Collection, "catalogue", Catalogue);
        await CreateAsync($"{Backend.Collection}.750733b488289a75", "records", Records);

        IVectorStore store = await ConnectAsync();

        await FrozenData.AssertIsHeldAsync(store);
    }

    private async Task CreateAsync(string name, string holds, string entries)
    {
        JsonElement collection = await SendAsync(HttpMethod.Post, "collections", $$$"""
            {"name":"{{{name}}}","metadata":{"vectorhost_holds":"{{{holds}}}","vectorhost_format":"1"},"configuration":{"hnsw":{"space":"ip"}},"get_or_create":true}
            """);
        await SendAsync(HttpMethod.Post, $"collections/{collection.GetProperty("id").GetString()}/upsert", entries);
    }
}
