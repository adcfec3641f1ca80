using System.Threading.Channels;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Stores;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// The last stages of a run: gives chunks their vectors, several batches at once, and saves the records in batches that
/// the store can take.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="embedder">Makes the vectors.</param>
/// <param name="writing">The metadata while the run lasts.</param>
/// <param name="progress">Told of saved records.</param>
internal sealed class RecordSaver(IVectorStore store, Embedder embedder, IndexMetadata writing, IndexProgress progress)
{
    private const int OutdatedInBatch = 200;

    private readonly Channel<Func<CancellationToken, Task<IReadOnlyList<ChunkRecord>>>> _batches =
        Channel.CreateBounded<Func<CancellationToken, Task<IReadOnlyList<ChunkRecord>>>>(embedder.MaxParallelBatches * 2);

    private readonly Channel<IReadOnlyList<ChunkRecord>> _records =
        Channel.CreateBounded<IReadOnlyList<ChunkRecord>>(embedder.MaxParallelBatches * 2);

    private readonly RecordBatches _saves = new(store.Limits);
    private readonly BatchSaver _saver = new(store, writing);
    private List<PreparedChunk> _new = [];
    private List<PreparedChunk> _outdated = [];
    private long _embedded;

    /// <summary>Whether the store's metadata says that a run is under way.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>How many texts were embedded.</summary>
    public long EmbeddedCount => Interlocked.Read(ref _embedded);

    /// <summary>Starts the stages.</summary>
    public void Start(StageGroup stages)
    {
        stages.StartMany(embedder.MaxParallelBatches, EmbedAsync, () => _records.Writer.TryComplete());
        stages.Start(SaveAsync);
    }

    /// <summary>Takes a chunk that needs a new vector. Waits while enough is under way.</summary>
    public async Task AddNewAsync(PreparedChunk chunk, CancellationToken cancellationToken)
    {
        progress.ChunkFound();
        _new.Add(chunk);
        if (_new.Count == embedder.MaxBatchTexts)
        {
            await FlushNewAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a chunk whose record needs other lines or another file hash, and keeps its vector.</summary>
    public async Task AddOutdatedAsync(PreparedChunk chunk, CancellationToken cancellationToken)
    {
        progress.ChunkFound();
        _outdated.Add(chunk);
        if (_outdated.Count == Math.Min(OutdatedInBatch, store.Limits.MaxFilterValues))
        {
            await FlushOutdatedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands over what waits for its batch to fill.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await FlushNewAsync(cancellationToken).ConfigureAwait(false);
        await FlushOutdatedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Complete() => _batches.Writer.TryComplete();

    /// <summary>Marks the index as being written, once, before anything in it changes.</summary>
    public async Task BeginWritingAsync(CancellationToken cancellationToken)
    {
        if (!HasBegun)
        {
            await store.SaveAsync([], writing, cancellationToken).ConfigureAwait(false);
            HasBegun = true;
        }
    }

    private async Task FlushNewAsync(CancellationToken cancellationToken)
    {
        if (_new.Count > 0)
        {
            List<PreparedChunk> chunks = _new;
            _new = [];
            await _batches.Writer.WriteAsync(token => EmbedAsync(chunks, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FlushOutdatedAsync(CancellationToken cancellationToken)
    {
        if (_outdated.Count > 0)
        {
            List<PreparedChunk> chunks = _outdated;
            _outdated = [];
            await _batches.Writer.WriteAsync(token => ReuseAsync(chunks, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EmbedAsync(CancellationToken cancellationToken)
    {
        await foreach (Func<CancellationToken, Task<IReadOnlyList<ChunkRecord>>> batch in _batches.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await _records.Writer.WriteAsync(await batch(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<ChunkRecord>> EmbedAsync(List<PreparedChunk> chunks, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadOnlyMemory<float>> embeddings = chunks.TrueForAll(static chunk => chunk.InFile is not null)
            ? chunks.ConvertAll(static chunk => chunk.InFile!.Of(chunk.Number))
            : await embedder.EmbedDocumentsAsync([.. chunks.Select(static chunk => chunk.EmbeddedText)], cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _embedded, chunks.Count);
        return [.. chunks.Select((chunk, i) => chunk.With(embeddings[i]))];
    }

    /// <summary>Reads the vectors back from the store; what the store has lost since is embedded again.</summary>
    private async Task<IReadOnlyList<ChunkRecord>> ReuseAsync(List<PreparedChunk> chunks, CancellationToken cancellationToken)
    {
        Dictionary<Guid, ReadOnlyMemory<float>> embeddings = [];
        RecordFilter filter = RecordFilter.ForIds([.. chunks.Select(chunk => chunk.Record.Id)]);
        await foreach (ChunkRecord record in store.LoadAsync(filter, RecordParts.Embedding, cancellationToken).ConfigureAwait(false))
        {
            embeddings[record.Id] = record.Embedding;
        }

        List<PreparedChunk> lost = [.. chunks.Where(chunk => !embeddings.ContainsKey(chunk.Record.Id))];
        IReadOnlyList<ChunkRecord> renewed = lost.Count == 0 ? [] : await EmbedAsync(lost, cancellationToken).ConfigureAwait(false);
        return
        [
            .. chunks.Where(chunk => embeddings.ContainsKey(chunk.Record.Id)).Select(chunk => chunk.With(embeddings[chunk.Record.Id])),
            .. renewed,
        ];
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<ChunkRecord> records in _records.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (ChunkRecord record in records)
            {
                if (_saves.Add(record) is { } full)
                {
                    await SaveAsync(full, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (_saves.HasRemainder)
        {
            await SaveAsync(_saves.TakeRemainder(), cancellationToken).ConfigureAwait(false);
        }

        _saver.ThrowIfRefused();
    }

    private async Task SaveAsync(IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        await BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        progress.ChunksSaved(await _saver.SaveAsync(records, cancellationToken).ConfigureAwait(false));
    }
}
