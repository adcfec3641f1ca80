using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests;

/// <summary>A folder of source files, a store in memory, and everything between them.</summary>
internal sealed class IndexedFolder : IDisposable
{
    private const string Backend = "memory";

    private readonly TemporaryFolder _folder = new();

    public IndexedFolder(string provider = EmbedderFactory.Static)
    {
        Directory.CreateDirectory(Root);
        Embedder = EmbedderFactory.Create(new EmbeddingOptions { Provider = provider }, NullLoggerFactory.Instance, TimeProvider.System);
    }

    public InMemoryVectorStore Store { get; set; } = new();

    public Embedder Embedder { get; set; }

    public string Cache => _folder.At("cache");

    public string Root => _folder.At("repository");

    public RepositoryIdentity Repository => RepositoryIdentity.FromFolder(Root, "sample");

    public SnapshotLocation Snapshots => new(Cache, Repository.Name, Backend);

    /// <summary>Writes a file, by default one that is old enough not to be read again for its age alone.</summary>
    public void Write(string path, string text, TimeSpan? age = null)
    {
        string file = _folder.Write($"repository/{path}", text);
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - (age ?? TimeSpan.FromHours(1)));
    }

    public void Delete(string path) => File.Delete(Path.Combine(Root, path));

    public void DeleteCache() => Directory.Delete(Cache, recursive: true);

    /// <summary>Damages the part of the snapshot that is not looked at when it is opened.</summary>
    public void DamageTerms()
    {
        string file = Directory.EnumerateFiles(Cache, "*.snapshot", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(file);
        for (int i = bytes.Length - 1; i > 0; i -= 512)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0xff;
            File.WriteAllBytes(file, damaged);
            using RepositorySnapshot? snapshot = Snapshots.Open().Snapshot;
            if (snapshot is not null && FailsToSearch(snapshot))
            {
                return;
            }
        }

        Assert.Fail("No damage was found that only a search notices.");
    }

    private static bool FailsToSearch(RepositorySnapshot snapshot)
    {
        try
        {
            snapshot.SearchTerms("public int value result log step run summary", 10);
            return false;
        }
        catch (SnapshotDamagedException)
        {
            return true;
        }
    }

    public Task<IndexSummary> IndexAsync(bool full = false, CancellationToken cancellationToken = default) =>
        new RepositoryIndexer(Store, Embedder, Snapshots, TimeProvider.System, NullLogger<RepositoryIndexer>.Instance)
            .IndexAsync(Repository, new IndexOptions { Full = full }, new IndexProgress(), cancellationToken);

    public async Task<IReadOnlyList<RankedHit>> SearchAsync(string query, int top = 10, string? glob = null, string? language = null)
    {
        IndexMetadata metadata = (await Store.GetMetadataAsync(Repository.Name)).Single();
        using RepositorySnapshot snapshot = await new SnapshotRebuilder(Store).OpenAsync(metadata, Snapshots, () => { }, CancellationToken.None);
        return await new Searcher(Store, Embedder).SearchAsync(
            new SearchRequest { Query = query, Top = top, Files = new FileFilter(glob, language) },
            [new SearchScope(Repository.Name, snapshot)],
            CancellationToken.None);
    }

    public async Task<SimilarCode> FindSimilarAsync(string path, int line, int top = 10, string? glob = null)
    {
        IndexMetadata metadata = (await Store.GetMetadataAsync(Repository.Name)).Single();
        using RepositorySnapshot snapshot = await new SnapshotRebuilder(Store).OpenAsync(metadata, Snapshots, () => { }, CancellationToken.None);
        SearchScope scope = new(Repository.Name, snapshot);
        return await new Searcher(Store, Embedder).FindSimilarAsync(
            new SimilarityRequest { Place = new CodePlace(path, line), Top = top, Files = new FileFilter(glob, language: null) },
            scope,
            [scope],
            CancellationToken.None);
    }

    /// <summary>What the store holds, in words that can be compared: every field, the vector by its bits.</summary>
    public IReadOnlyList<string> Describe() =>
        [.. Store.Records.Values
            .Select(record => string.Join(
                '|',
                record.Id,
                record.Path,
                record.StartLine,
                record.EndLine,
                record.FileHash,
                record.ChunkHash,
                record.Language,
                record.Text,
                Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(record.Embedding.Span))))
            .Order(StringComparer.Ordinal)];

    /// <summary>What a run into an empty store makes of the same files.</summary>
    public async Task<IReadOnlyList<string>> DescribeCleanRunAsync()
    {
        using IndexedFolder clean = new(Embedder.Profile.Provider);
        foreach (string file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            clean.Write(Path.GetRelativePath(Root, file), await File.ReadAllTextAsync(file));
        }

        await clean.IndexAsync();
        return clean.Describe();
    }

    public void Dispose()
    {
        Embedder.Dispose();
        _folder.Dispose();
    }
}
