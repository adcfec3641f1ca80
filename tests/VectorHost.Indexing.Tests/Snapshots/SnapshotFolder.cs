using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Snapshots;

/// <summary>Writes corpora as snapshots into a folder of its own.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Working => _folder.At("working");

    public string At(string name) => _folder.At(name);

    public string Write(Corpus corpus, string name = "a.snapshot", long budget = SnapshotWriter.DefaultMemoryBudget)
    {
        using SnapshotWriter writer = new(Corpus.Header, Working, budget);
        foreach ((SnapshotFile file, List<(SnapshotChunk Chunk, string Text)> chunks) in corpus.Files)
        {
            Add(writer, file, chunks);
        }

        writer.Complete(At(name), CancellationToken.None);
        return At(name);
    }

    public RepositorySnapshot Open(Corpus corpus) => OpenFile(Write(corpus));

    public static RepositorySnapshot OpenFile(string path)
    {
        SnapshotOpening opening = RepositorySnapshot.Open(path);
        Assert.That(opening.IsUsable, Is.True, opening.Obstacle);
        return opening.Snapshot!;
    }

    public static void Add(SnapshotWriter writer, SnapshotFile file, List<(SnapshotChunk Chunk, string Text)> chunks)
    {
        if (file.SkipReason == 0)
        {
            writer.AddFile(file, chunks);
        }
        else
        {
            writer.AddSkippedFile(file);
        }
    }

    public void Dispose() => _folder.Dispose();
}
