using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>The stages of indexing, each to be run alone over one repository.</summary>
internal sealed class IndexingStages : IDisposable
{
    private const int SaveBatch = 500;

    private readonly BenchmarkContext _context;
    private readonly SourceTree _tree;
    private readonly Embedder _embedder = RepositoryIndex.CreateEmbedder();
    private readonly IReadOnlyList<(SourceFile File, IReadOnlyList<Chunk> Chunks)> _files;
    private ChunkRecord[] _records = [];

    private IndexingStages(BenchmarkContext context, SourceTree tree)
    {
        _context = context;
        _tree = tree;
        _files = [.. tree.Files.Select(file => (file, Chunker.Chunk(file)))];
        ChunkCount = _files.Sum(file => file.Chunks.Count);
    }

    /// <summary>How many files the walk gives.</summary>
    public int FileCount => _tree.Walked.Count;

    /// <summary>How long they are together.</summary>
    public long Bytes => _tree.Bytes;

    /// <summary>How many chunks they have.</summary>
    public int ChunkCount { get; }

    /// <summary>Makes the input of every stage.</summary>
    public static async Task<IndexingStages> PrepareAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        IndexingStages stages = new(context, await SourceTree.ReadAsync(context.Repository, cancellationToken));
        ChunkRecord[] records = stages.MakeRecords();
        stages._records = [.. await stages.EmbedAllAsync(records, cancellationToken)];
        return stages;
    }

    /// <summary>Walks.</summary>
    public Task<Usage> WalkAsync() => Usage.OfAsync(() => Task.FromResult(FileBaseline.Walk(_context.Repository.Root)));

    /// <summary>Reads, decodes and hashes the files.</summary>
    public Task<Usage> ReadAsync(CancellationToken cancellationToken) => Usage.OfAsync(async () =>
    {
        SourceFileReader reader = new();
        foreach (WalkedFile file in _tree.Walked)
        {
            await reader.ReadAsync(file, cancellationToken);
        }
    });

    /// <summary>Cuts the files into chunks.</summary>
    public Task<Usage> ChunkAsync() => Usage.OfAsync(() => Task.FromResult(_tree.Files.Sum(file => Chunker.Chunk(file).Count)));

    /// <summary>Makes the hashes and ids of the chunks.</summary>
    public Task<Usage> IdentifyAsync() => Usage.OfAsync(() => Task.FromResult(MakeRecords()));

    /// <summary>Makes the vectors.</summary>
    public Task<Usage> EmbedAsync(CancellationToken cancellationToken) =>
        Usage.OfAsync(() => EmbedAllAsync(_records, cancellationToken));

    /// <summary>Saves the records into a fresh store.</summary>
    public async Task<Usage> SaveAsync(CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        await using PluginStore store = await EmbeddedStore.OpenAsync(_context.Executables.PluginsDirectory, folder.Path, cancellationToken);
        IndexMetadata metadata = MakeMetadata();
        return await Usage.OfAsync(async () =>
        {
            foreach (ChunkRecord[] batch in _records.Chunk(SaveBatch))
            {
                await store.Store.SaveAsync(batch, metadata, cancellationToken);
            }
        });
    }

    /// <summary>Collects the terms and writes the snapshot.</summary>
    public async Task<Usage> WriteSnapshotAsync(CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        SnapshotLocation location = new(folder.Path, _context.Repository.Name, EmbeddedStore.Backend);
        return await Usage.OfAsync(() => Task.FromResult(WriteSnapshot(location, cancellationToken)));
    }

    /// <inheritdoc/>
    public void Dispose() => _embedder.Dispose();

    private ChunkRecord[] MakeRecords()
    {
        List<ChunkRecord> records = [];
        foreach ((SourceFile file, IReadOnlyList<Chunk> chunks) in _files)
        {
            foreach (Chunk chunk in chunks)
            {
                byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(chunk.Text));
                byte[] id = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(file.Path), .. BitConverter.GetBytes(chunk.StartLine)]);
                records.Add(new ChunkRecord
                {
                    Id = new Guid(id.AsSpan(0, 16)),
                    Repository = _context.Repository.Name,
                    Path = file.Path,
                    StartLine = chunk.StartLine,
                    EndLine = chunk.EndLine,
                    FileHash = file.Hash,
                    ChunkHash = Convert.ToHexStringLower(hash),
                    Language = file.Language,
                    Text = chunk.Text,
                });
            }
        }

        return [.. records];
    }

    private async Task<List<ChunkRecord>> EmbedAllAsync(ChunkRecord[] records, CancellationToken cancellationToken)
    {
        List<ChunkRecord> embedded = new(records.Length);
        foreach (ChunkRecord[] batch in records.Chunk(_embedder.MaxBatchTexts))
        {
            IReadOnlyList<ReadOnlyMemory<float>> vectors = await _embedder.EmbedDocumentsAsync(
                [.. batch.Select(record => EmbeddingText.ForChunk(record.Path, record.Text!))], cancellationToken);
            embedded.AddRange(batch.Zip(vectors, (record, vector) => record with { Embedding = vector }));
        }

        return embedded;
    }

    private string WriteSnapshot(SnapshotLocation location, CancellationToken cancellationToken)
    {
        using SnapshotWriter writer = new(
            new SnapshotHeader
            {
                Repository = _context.Repository.Name,
                Revision = Guid.Empty,
                Embedder = _embedder.Fingerprint.ToString(),
                Chunker = Chunker.Fingerprint,
                StartedAt = DateTimeOffset.UnixEpoch,
            },
            location.WorkingDirectory);
        int next = 0;
        foreach ((SourceFile file, IReadOnlyList<Chunk> chunks) in _files)
        {
            writer.AddFile(
                new SnapshotFile
                {
                    Path = file.Path,
                    Length = file.Text.Length,
                    LastWriteTime = DateTimeOffset.UnixEpoch,
                    Hash = file.Hash,
                    Language = file.Language,
                },
                [.. _records.AsSpan(next, chunks.Count).ToArray().Select(record => (ToSnapshot(record), record.Text!))]);
            next += chunks.Count;
        }

        return location.Publish(writer, cancellationToken);
    }

    private static SnapshotChunk ToSnapshot(ChunkRecord record) => new()
    {
        Id = record.Id,
        StartLine = record.StartLine,
        EndLine = record.EndLine,
        Hash = record.ChunkHash,
    };

    private IndexMetadata MakeMetadata() => new()
    {
        Repository = _context.Repository.Name,
        Root = _context.Repository.Root,
        State = IndexState.Writing,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Embedder = _embedder.Fingerprint,
        Chunker = Chunker.Fingerprint,
        FileCount = 0,
        RecordCount = 0,
        ToolVersion = "0",
    };
}
