using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Pipeline;

namespace VectorHost.Indexing.Tests.Pipeline;

/// <summary>The same files, cut in another way than they are in the index.</summary>
public sealed class ChunkLengthTests
{
    private const int Shorter = 300;

    [Test]
    public async Task Another_way_of_cutting_begins_anew_and_mixes_nothing_with_what_was()
    {
        using IndexedFolder folder = CreateFolder();
        await folder.IndexAsync();
        int before = folder.Store.Records.Count;

        IndexSummary summary = await IndexAsync(folder, Shorter);

        using IndexedFolder clean = CreateFolder();
        await IndexAsync(clean, Shorter);
        Assert.That(summary.FilesRead, Is.EqualTo(3), "No file is taken for one that was cut so before.");
        Assert.That(folder.Store.Records, Has.Count.GreaterThan(before));
        Assert.That(folder.Describe(), Is.EqualTo(clean.Describe()));
        Assert.That((await folder.Store.GetMetadataAsync()).Single().Chunker, Is.EqualTo(ChunkFingerprint.Of(Shorter)).And.Not.EqualTo(ChunkFingerprint.Current));
    }

    [Test]
    public async Task A_chunk_that_both_ways_give_keeps_its_vector()
    {
        using IndexedFolder folder = CreateFolder();
        await folder.IndexAsync();

        IndexSummary summary = await IndexAsync(folder, Shorter);

        Assert.That(summary.Unchanged, Is.Positive, "The short file is one chunk either way.");
        Assert.That(summary.Embedded, Is.LessThan(summary.Chunks));
    }

    [Test]
    public async Task Going_back_to_the_first_way_gives_what_was_there_at_first()
    {
        using IndexedFolder folder = CreateFolder();
        await folder.IndexAsync();
        IReadOnlyList<string> first = folder.Describe();

        await IndexAsync(folder, Shorter);
        await folder.IndexAsync();

        Assert.That(folder.Describe(), Is.EqualTo(first));
        IndexMetadata metadata = (await folder.Store.GetMetadataAsync()).Single();
        Assert.That((metadata.Chunker, metadata.State), Is.EqualTo((ChunkFingerprint.Current, IndexState.Complete)));
    }

    private static IndexedFolder CreateFolder()
    {
        IndexedFolder folder = new();
        folder.Write("src/Alpha.cs", SampleCode.Class("Alpha", 40));
        folder.Write("src/Beta.cs", SampleCode.Class("Beta", 30));
        folder.Write("readme.md", "# Title\n\nSome text.\n");
        return folder;
    }

    private static Task<IndexSummary> IndexAsync(IndexedFolder folder, int chunkLength) =>
        new RepositoryIndexer(folder.Store, folder.Embedder, folder.Snapshots, TimeProvider.System, NullLogger<RepositoryIndexer>.Instance)
            .IndexAsync(folder.Repository, new IndexOptions { ChunkLength = chunkLength }, new IndexProgress(), CancellationToken.None);
}
