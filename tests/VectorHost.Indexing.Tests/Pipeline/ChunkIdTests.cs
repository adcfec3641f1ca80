using VectorHost.Abstractions;

namespace VectorHost.Indexing.Tests.Pipeline;

public sealed class ChunkIdTests
{
    [Test]
    public async Task Ids_are_the_same_on_every_machine()
    {
        using IndexedFolder folder = new();
        folder.Write("docs/\u00fcber.md", "# Title\n\nSome text.\n");
        folder.Write("a.md", "# Title\n\nSome text.\n");

        await folder.IndexAsync();

        // Computed from the description of the scheme by another program.
        Assert.That(
            folder.Store.Records.Values.OrderBy(record => record.Path, StringComparer.Ordinal).Select(Describe),
            Is.EqualTo(new[] { "a.md 2a623d35-f1bf-8be0-b44a-4a3955683b36", "docs/\u00fcber.md ae673363-d133-833d-99a5-1f6dcd094ba9" }));
    }

    private static string Describe(ChunkRecord record) => $"{record.Path} {record.Id}";
}
