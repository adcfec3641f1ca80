using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that are wrong about calls: cancelling, failing, and what other users of the same state see.</summary>
internal static class WrongCalls
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        new("saves_when_cancelled", static right => new Deaf(right), "Saving_with_a_cancelled_token_is_cancelled_and_saves_nothing"),
        new("wraps_cancellation", static right => new Wrapping(right), "Saving_with_a_cancelled_token_is_cancelled_and_saves_nothing"),
        new("takes_vectors_of_any_length", static right => new Lenient(right), "A_repository_takes_vectors_of_one_length_only"),
        new("shows_writes_late", static right => new Late(right), "A_write_is_seen_by_every_read_that_begins_after_it"),
        new("forgets_when_it_is_closed", static _ => new Forgetful(), "What_was_saved_is_there_after_the_store_was_closed_and_opened"),
        new("is_never_well", static right => new Unwell(right), "A_store_that_works_is_healthy_and_says_in_a_sentence_what_answered"),
        new("fails_where_there_is_nothing", static right => new Missing(right), "An_empty_store_answers_every_question"),
        new("makes_an_index_when_asked_how_it_is", static right => new Eager(right), "Asking_for_health_or_existence_creates_nothing"),
    ];

    private sealed class Deaf(IVectorStore right) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            Right.SaveAsync(records, metadata, CancellationToken.None);
    }

    private sealed class Wrapping(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            try
            {
                await Right.SaveAsync(records, metadata, cancellationToken);
            }
            catch (OperationCanceledException exception)
            {
                throw new VectorStoreException(StoreFailureKind.TimedOut, "The save took too long.", exception);
            }
        }
    }

    /// <summary>Cuts or fills up every vector to the length of the first one.</summary>
    private sealed class Lenient(IVectorStore right) : DelegatingStore(right)
    {
        private int _length;

        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            _length = _length == 0 && records.Count > 0 ? records[0].Embedding.Length : _length;
            return Right.SaveAsync([.. records.Select(record => record with { Embedding = Fit(record.Embedding) })], metadata, cancellationToken);
        }

        private float[] Fit(ReadOnlyMemory<float> vector)
        {
            float[] fitting = vector.ToArray();
            Array.Resize(ref fitting, _length);
            return fitting;
        }
    }

    /// <summary>Each save is seen when the next one comes.</summary>
    private sealed class Late(IVectorStore right) : DelegatingStore(right)
    {
        private (IReadOnlyList<ChunkRecord> Records, IndexMetadata Metadata)? _waiting;

        public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
        {
            if (_waiting is { } before)
            {
                await Right.SaveAsync(before.Records, before.Metadata, cancellationToken);
            }

            _waiting = (records, metadata);
        }
    }

    private sealed class Forgetful() : DelegatingStore(new InMemoryVectorStore());

    private sealed class Unwell(IVectorStore right) : DelegatingStore(right)
    {
        public override Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(new StoreHealth { IsHealthy = false, Description = "" });
    }

    private sealed class Missing(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            await Right.ExistsAsync(cancellationToken: cancellationToken)
                ? await Right.SearchAsync(query, cancellationToken)
                : throw new VectorStoreException(StoreFailureKind.NotFound, "There is no index.");
    }

    private sealed class Eager(IVectorStore right) : DelegatingStore(right)
    {
        public override async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
        {
            await Right.SaveAsync([], TestData.Metadata(), cancellationToken);
            return await Right.CheckHealthAsync(cancellationToken);
        }
    }
}
