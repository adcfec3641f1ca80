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

    /// <summary>A file changed as late as this before the last walk may have changed again unseen: clocks are coarse.</summary>
    private static readonly TimeSpan ClockGranularity = TimeSpan.FromSeconds(2);

    private RecordSaver _saver = null!;
    private SnapshotWriter _writer = null!;
    private EmbeddedWords? _embeddedWords;
    private long _files;
    private long _filesKept;
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

    /// <summary>Executes the run.</summary>
    public async Task<IndexSummary> ExecuteAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        _saver = new RecordSaver(store, embedder, Description.Writing(), Progress);
        _writer = new SnapshotWriter(Description.Header, Locations.WorkingDirectory);
        _embeddedWords = EmbeddedWords.For(embedder, _writer.Words);
        Progress.Phase = IndexPhase.Indexing;
        await RunStagesAsync(options, cancellationToken).ConfigureAwait(false);

        Progress.Phase = IndexPhase.Removing;
        await RemoveUnclaimedAsync(cancellationToken).ConfigureAwait(false);

        Progress.Phase = IndexPhase.Finishing;
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        return Summarize();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private async Task RunStagesAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        Channel<WalkedFile> changed = Channel.CreateBounded<WalkedFile>(FilesInFlight * 8);
        Channel<FileOutcome> outcomes = Channel.CreateBounded<FileOutcome>(FilesInFlight);
        SourceFileReader reader = new(options.Walk.MaxFileBytes);
        using StageGroup stages = new(cancellationToken);

        stages.Start(token => WalkAsync(options.Walk, changed.Writer, outcomes.Writer, token), () => changed.Writer.TryComplete());
        stages.StartMany(
            Environment.ProcessorCount,
            token => ReadAsync(reader, options.ChunkLength, changed.Reader, outcomes.Writer, token),
            () => outcomes.Writer.TryComplete());
        stages.Start(token => SortOutAsync(outcomes.Reader, token), _saver.Complete);
        _saver.Start(stages);
        await stages.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>The readers outlive the walk, so the outcomes of unchanged files, which the walk writes, come before the end.</summary>
    private async Task WalkAsync(
        WalkOptions options, ChannelWriter<WalkedFile> changed, ChannelWriter<FileOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (WalkedFile file in new RepositoryWalker().Walk(repository.Root, options, Skips, cancellationToken))
        {
            Progress.FileSeen();
            if (FindUnchanged(file) is { } index)
            {
                await outcomes.WriteAsync(new FileOutcome.Kept(index), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await changed.WriteAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }

        Progress.IsWalkComplete = true;
    }

    private int? FindUnchanged(WalkedFile file)
    {
        int index = Snapshot?.FindFile(file.Path) ?? -1;
        if (index < 0)
        {
            return null;
        }

        SnapshotFile known = Snapshot!.GetFile(index);
        bool same = known.Length == file.Length
            && known.LastWriteTime == file.LastWriteTimeUtc
            && file.LastWriteTimeUtc < Snapshot.Header.StartedAt - ClockGranularity;
        return same && Stored.TryClaimFile(Snapshot, index) ? index : null;
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
                case FileOutcome.Kept kept:
                    Keep(kept.SnapshotIndex);
                    break;
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

        await _saver.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What could not be read is tried again by the next run: new rights change neither size nor time.</summary>
    private void Remember(FileOutcome.Skipped skipped)
    {
        if (skipped.Reason != SkipReason.Unreadable)
        {
            _writer.AddSkippedFile(SnapshotEntries.Skipped(skipped.File, skipped.Reason));
        }
    }

    private void Keep(int index)
    {
        _writer.KeepFile(Snapshot!, index);
        SnapshotFile file = Snapshot!.GetFile(index);
        _filesKept++;
        if (SnapshotEntries.ReasonOf(file) is { } reason)
        {
            Skips.Add(file.Path, reason);
            return;
        }

        _files++;
        _chunks += Snapshot.GetChunkRange(index).Count;
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
                    await _saver.AddNewAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
                case RecordState.Outdated when file.Chunks[i].InFile is not null:
                    _updated++;
                    await _saver.AddNewAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
                case RecordState.Outdated:
                    _updated++;
                    await _saver.AddOutdatedAsync(file.Chunks[i], cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>What the snapshot counts of the words, the embedder need not count again.</summary>
    private void Remember(FileOutcome.Chunked file, bool embeds)
    {
        List<CountedWords>? words = embeds && _embeddedWords is not null ? [] : null;
        _writer.AddCountedFile(
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
            await _saver.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
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

        Locations.Publish(_writer, cancellationToken);
        await store.SaveAsync([], Description.Complete(_files, _chunks), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether store and snapshot already say what they would be made to say.</summary>
    private bool NothingHappened =>
        Stored is SnapshotRecords && !_saver.HasBegun && _filesRead == 0 && Snapshot!.FileCount == _filesKept;

    private IndexSummary Summarize() => new()
    {
        Files = _files,
        FilesRead = _filesRead,
        BytesRead = _bytesRead,
        Chunks = _chunks,
        Added = _added,
        Updated = _updated,
        Unchanged = _chunks - _added - _updated,
        Removed = _removed,
        Embedded = _saver.EmbeddedCount,
        Skipped = Skips.ToDictionary(),
        Duration = TimeSpan.Zero,
    };
}
