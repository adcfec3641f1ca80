using System.Threading.Channels;
using VectorHost.Abstractions;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Trained;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// One run over a repository: walk → read and chunk → sort out what is new → embed → save, all at once, connected by
/// bounded channels, so that memory does not grow with the repository and the slowest stage sets the pace.
/// </summary>
internal sealed class IndexRun(IVectorStore store, Embedder embedder, RepositoryIdentity repository) : IDisposable
{
    private const int FilesInFlight = 32;
    private const int IdsInDelete = 1000;

    private ChangedFiles _changed = null!;
    private RecordSaver? _saver;
    private SnapshotWriter? _writer;
    private EmbeddedWords? _embeddedWords;
    private long _files;
    private long _filesRead;
    private long _bytesRead;
    private long _chunks;
    private long _added;
    private long _updated;
    private long _removed;

    /// <summary>What the run says of itself.</summary>
    public required RunDescription Description { get; init; }

    /// <summary>What the last completed run remembered, if anything usable.</summary>
    public required RepositorySnapshot? Snapshot { get; init; }

    /// <summary>What the store holds.</summary>
    public required StoredRecords Stored { get; init; }

    /// <summary>Where what this run remembers will be.</summary>
    public required SnapshotLocation Locations { get; init; }

    /// <summary>Counts what is not indexed.</summary>
    public required SkipCounter Skips { get; init; }

    /// <summary>Told how far the run has come.</summary>
    public required IndexProgress Progress { get; init; }

    /// <summary>Made when something is to be saved or deleted, which is seldom.</summary>
    private RecordSaver Saver => _saver ??= new RecordSaver(store, embedder, Description.Writing(), Progress);

    /// <summary>Made when there is something new to remember.</summary>
    private SnapshotWriter Writer => _writer ??= new SnapshotWriter(Description.Header, Locations.WorkingDirectory);

    /// <summary>Executes the run.</summary>
    public async Task<IndexSummary> ExecuteAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        Progress.Phase = IndexPhase.Indexing;
        using IEnumerator<WalkedFile> walk =
            new RepositoryWalker().Walk(repository.Root, options.Walk, Skips, cancellationToken).GetEnumerator();
        _changed = new ChangedFiles(walk, Snapshot, Stored, Skips, Progress);
        if (await Task.Run(_changed.MoveNext, cancellationToken).ConfigureAwait(false))
        {
            await RunStagesAsync(options, cancellationToken).ConfigureAwait(false);
        }

        Progress.Phase = IndexPhase.Removing;
        await RemoveUnclaimedAsync(cancellationToken).ConfigureAwait(false);

        Progress.Phase = IndexPhase.Finishing;
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        return Summarize();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    /// <summary>Reads what changed, from the first such file on.</summary>
    private async Task RunStagesAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        Channel<WalkedFile> changed = Channel.CreateBounded<WalkedFile>(FilesInFlight * 8);
        Channel<FileOutcome> outcomes = Channel.CreateBounded<FileOutcome>(FilesInFlight);
        SourceFileReader reader = new(options.Walk.MaxFileBytes);
        _embeddedWords = EmbeddedWords.For(embedder, Writer.Words);
        using StageGroup stages = new(cancellationToken);

        stages.Start(token => WalkAsync(changed.Writer, token), () => changed.Writer.TryComplete());
        stages.StartMany(
            Environment.ProcessorCount,
            token => ReadAsync(reader, options.ChunkLength, changed.Reader, outcomes.Writer, token),
            () => outcomes.Writer.TryComplete());
        stages.Start(token => SortOutAsync(outcomes.Reader, token), Saver.Complete);
        Saver.Start(stages);
        await stages.CompleteAsync().ConfigureAwait(false);
    }

    private async Task WalkAsync(ChannelWriter<WalkedFile> changed, CancellationToken cancellationToken)
    {
        do
        {
            await changed.WriteAsync(_changed.Current, cancellationToken).ConfigureAwait(false);
        }
        while (_changed.MoveNext());
    }

    private async Task ReadAsync(
        SourceFileReader reader,
        int chunkLength,
        ChannelReader<WalkedFile> files,
        ChannelWriter<FileOutcome> outcomes,
        CancellationToken cancellationToken)
    {
        await foreach (WalkedFile file in files.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            SourceFileResult result = await reader.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _filesRead);
            Interlocked.Add(ref _bytesRead, file.Length);
            FileOutcome outcome = result.IsRead
                ? new FileOutcome.Chunked(file, result.File, PrepareChunks(result.File, chunkLength))
                : new FileOutcome.Skipped(file, result.SkipReason.Value);
            await outcomes.WriteAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<PreparedChunk> PrepareChunks(SourceFile file, int chunkLength)
    {
        Dictionary<string, int> occurrences = [];
        List<PreparedChunk> chunks = [];
        foreach (Chunk chunk in Chunker.ChunkToLength(file, chunkLength))
        {
            string hash = ContentHash.OfText(chunk.Text);
            int occurrence = occurrences.GetValueOrDefault(hash);
            occurrences[hash] = occurrence + 1;
            ChunkRecord record = new()
            {
                Id = ChunkId.Of(repository.Name, file.Path, hash, occurrence),
                Repository = repository.Name,
                Path = file.Path,
                StartLine = chunk.StartLine,
                EndLine = chunk.EndLine,
                FileHash = file.Hash,
                ChunkHash = hash,
                Language = file.Language,
                Text = chunk.Text,
            };
            chunks.Add(new PreparedChunk(record, chunks.Count));
        }

        return chunks;
    }

    private async Task SortOutAsync(ChannelReader<FileOutcome> outcomes, CancellationToken cancellationToken)
    {
        await foreach (FileOutcome outcome in outcomes.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (outcome)
            {
                case FileOutcome.Skipped skipped:
                    Skips.Add(skipped.File.Path, skipped.Reason);
                    Remember(skipped);
                    break;
                case FileOutcome.Chunked chunked:
                    await SortOutAsync(chunked, cancellationToken).ConfigureAwait(false);
                    break;
            }

            Progress.FileDone();
        }

        await Saver.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What could not be read is tried again by the next run: new rights change neither size nor time.</summary>
    private void Remember(FileOutcome.Skipped skipped)
    {
        if (skipped.Reason != SkipReason.Unreadable)
        {
            Writer.AddSkippedFile(SnapshotEntries.Skipped(skipped.File, skipped.Reason));
        }
    }

    private async Task SortOutAsync(FileOutcome.Chunked file, CancellationToken cancellationToken)
    {
        RecordState[] states = [.. file.Chunks.Select(chunk => Stored.Claim(chunk.Record))];
        Remember(file, embeds: Array.Exists(states, static state => state != RecordState.Current));
        _files++;
        _chunks += file.Chunks.Count;
        for (int i = 0; i < states.Length; i++)
        {
            switch (states[i])
            {
                case RecordState.Missing:
                    _added++;
                    await Saver.AddNewAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
                case RecordState.Outdated when file.Chunks[i].InFile is not null:
                    _updated++;
                    await Saver.AddNewAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
                case RecordState.Outdated:
                    _updated++;
                    await Saver.AddOutdatedAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>What the snapshot counts of the words, the embedder need not count again.</summary>
    private void Remember(FileOutcome.Chunked file, bool embeds)
    {
        List<CountedWords>? words = embeds && _embeddedWords is not null ? [] : null;
        Writer.AddCountedFile(
            SnapshotEntries.Indexed(file.File, file.Source),
            [.. file.Chunks.Select(chunk => (SnapshotEntries.Chunk(chunk.Record), chunk.Record.Text!))],
            chunk => words?.Add(_embeddedWords!.Count(file.File.Path)));
        if (words is not null)
        {
            FileVectors vectors = new(embedder, words);
            foreach (PreparedChunk chunk in file.Chunks)
            {
                chunk.InFile = vectors;
            }
        }
    }

    private async Task RemoveUnclaimedAsync(CancellationToken cancellationToken)
    {
        int size = Math.Min(IdsInDelete, store.Limits.MaxFilterValues);
        foreach (Guid[] ids in Stored.Unclaimed().Chunk(size))
        {
            await Saver.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
            await store.DeleteAsync(RecordFilter.ForIds(ids), cancellationToken).ConfigureAwait(false);
            _removed += ids.Length;
        }
    }

    /// <summary>
    /// The snapshot comes first: a crash between the two leaves metadata of another revision, which makes the next run
    /// ask the store itself.
    /// </summary>
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (NothingHappened)
        {
            return;
        }

        foreach (int index in _changed.Kept)
        {
            Writer.KeepFile(Snapshot!, index);
        }

        Locations.Publish(Writer, cancellationToken);

        // The store may need memory of its own now, and the writer has some for every file.
        _writer?.Dispose();
        _writer = null;
        _embeddedWords = null;
        await store.SaveAsync([], Description.Complete(FileCount, ChunkCount), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether store and snapshot already say what they would be made to say.</summary>
    private bool NothingHappened =>
        Stored is SnapshotRecords && _filesRead == 0 && _removed == 0 && Snapshot!.FileCount == _changed.Kept.Count;

    private long FileCount => _changed.KeptFiles + _files;

    private long ChunkCount => _changed.KeptChunks + _chunks;

    private IndexSummary Summarize() => new()
    {
        Files = FileCount,
        FilesRead = _filesRead,
        BytesRead = _bytesRead,
        Chunks = ChunkCount,
        Added = _added,
        Updated = _updated,
        Unchanged = ChunkCount - _added - _updated,
        Removed = _removed,
        Embedded = _saver?.EmbeddedCount ?? 0,
        Skipped = Skips.ToDictionary(),
        Duration = TimeSpan.Zero,
    };
}
