using VectorHost.Abstractions;
using VectorHost.Indexing.Stores;

namespace VectorHost.Indexing.Moving;

/// <summary>
/// Puts a repository's records into a store as they are, vectors included: nothing is embedded. What an interrupted move
/// wrote is kept by the next; the index counts as complete only when what the store gives back has the right digest.
/// </summary>
/// <param name="target">The store, connected; not disposed.</param>
/// <param name="backend">The backend's name, for messages.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class RecordMover(IVectorStore target, string backend, TimeProvider timeProvider)
{
    /// <summary>The entry of the metadata that holds, while a move is under way, the digest of what is being moved.</summary>
    public const string MovingEntry = "vectorhost.moving";

    /// <summary>Moves all records.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="replace">Whether what the store holds of the repository is deleted first, if it is something else.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="cancellationToken">Cancels the move; what was written stays, and the next move goes on from there.</param>
    /// <exception cref="MoveException">The records do not fit, or the store holds others of this repository.</exception>
    /// <exception cref="VectorStoreException">A store failed, or gives back other records than it was given.</exception>
    public async Task<MoveSummary> MoveAsync(
        IRecordSource source, bool replace, MoveProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(progress);
        long start = timeProvider.GetTimestamp();
        RecordSurvey survey = await RecordSurvey.TakeAsync(source, progress, cancellationToken).ConfigureAwait(false);
        survey.CheckLimits(target.Limits, backend);
        HashSet<Guid> present = await PrepareAsync(survey, replace, cancellationToken).ConfigureAwait(false);

        progress.Begin(MovePhase.Writing, survey.Records - present.Count);
        long written = await WriteAsync(source, survey, present, progress, cancellationToken).ConfigureAwait(false);

        progress.Begin(MovePhase.Verifying, survey.Records);
        await VerifyAsync(survey, progress, cancellationToken).ConfigureAwait(false);
        await target.SaveAsync([], survey.Metadata, cancellationToken).ConfigureAwait(false);
        return new MoveSummary
        {
            Repository = survey.Metadata.Repository,
            Records = survey.Records,
            Written = written,
            Digest = survey.Digest,
            Duration = timeProvider.GetElapsedTime(start),
        };
    }

    /// <summary>Makes the store ready.</summary>
    /// <returns>The records that an interrupted move of the same records left there.</returns>
    private async Task<HashSet<Guid>> PrepareAsync(RecordSurvey survey, bool replace, CancellationToken cancellationToken)
    {
        string repository = survey.Metadata.Repository;
        HashSet<Guid> present = [];
        IReadOnlyList<IndexMetadata> found = await target.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false);
        if (found is [{ State: IndexState.Writing } interrupted] && interrupted.Entries.GetValueOrDefault(MovingEntry) == survey.Digest)
        {
            await foreach (ChunkRecord record in target
                .LoadAsync(RecordFilter.ForRepository(repository), RecordParts.None, cancellationToken).ConfigureAwait(false))
            {
                present.Add(record.Id);
            }

            return present;
        }

        if (found.Count > 0)
        {
            if (!replace)
            {
                throw new MoveException(
                    $"The {backend} store already holds '{repository}'. Pass --replace to delete that first, or run 'vectorhost clear --backend {backend}'.");
            }

            await target.ClearAsync(repository, cancellationToken).ConfigureAwait(false);
        }

        await target.SaveAsync([], WhileMoving(survey), cancellationToken).ConfigureAwait(false);
        return present;
    }

    private async Task<long> WriteAsync(
        IRecordSource source, RecordSurvey survey, HashSet<Guid> present, MoveProgress progress, CancellationToken cancellationToken)
    {
        IndexMetadata writing = WhileMoving(survey);
        RecordBatches batches = new(target.Limits);
        long written = 0;
        await foreach (ChunkRecord record in source.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!present.Contains(record.Id) && batches.Add(record) is { } full)
            {
                await SaveAsync(full).ConfigureAwait(false);
            }
        }

        if (batches.HasRemainder)
        {
            await SaveAsync(batches.TakeRemainder()).ConfigureAwait(false);
        }

        return written;

        async Task SaveAsync(IReadOnlyList<ChunkRecord> records)
        {
            await target.SaveAsync(records, writing, cancellationToken).ConfigureAwait(false);
            written += records.Count;
            progress.Advance(records.Count);
        }
    }

    private async Task VerifyAsync(RecordSurvey survey, MoveProgress progress, CancellationToken cancellationToken)
    {
        RecordDigest digest = new();
        RecordFilter filter = RecordFilter.ForRepository(survey.Metadata.Repository);
        await foreach (ChunkRecord record in target.LoadAsync(filter, RecordParts.All, cancellationToken).ConfigureAwait(false))
        {
            digest.Add(record);
            progress.Advance(1);
        }

        if (digest.Value != survey.Digest)
        {
            throw new VectorStoreException(
                StoreFailureKind.Corrupt,
                $"The {backend} store gives back {digest.Count:N0} records of '{survey.Metadata.Repository}' with the digest {digest.Value[..16]}…, where {survey.Records:N0} with {survey.Digest[..16]}… were moved: something else wrote to either store meanwhile, or the store changes what it is given. Run 'vectorhost clear --backend {backend}' and move them again.");
        }
    }

    private static IndexMetadata WhileMoving(RecordSurvey survey) => survey.Metadata with
    {
        State = IndexState.Writing,
        Entries = new Dictionary<string, string>(survey.Metadata.Entries) { [MovingEntry] = survey.Digest },
    };
}
