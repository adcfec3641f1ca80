using VectorHost.Abstractions;

namespace VectorHost.Conformance.Sequences;

/// <summary>One operation of a sequence, by one of two users of the same state.</summary>
/// <param name="User">Which of the two stores makes the call: 0 or 1.</param>
internal abstract record Step(int User)
{
    /// <summary>Makes the call, does the same to the model, and compares what both give.</summary>
    /// <exception cref="AssertionException">They differ.</exception>
    public abstract Task ExecuteAsync(IVectorStore store, StoreModel model);

    /// <summary>Saves records of one repository, some of them new and some known, with its metadata.</summary>
    public sealed record Save(int User, string Repository, IReadOnlyList<int> Numbers, int Version) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            ChunkRecord[] records = [.. Numbers.Select(number => StepUniverse.Record(Repository, number, Version))];
            IndexMetadata metadata = StepUniverse.Metadata(Repository, Version);
            foreach (ChunkRecord[] batch in records.Chunk(store.Limits.MaxBatchRecords).DefaultIfEmpty([]))
            {
                await store.SaveAsync(batch, metadata);
            }

            model.Save(records, metadata);
        }

        public override string ToString() => $"  user {User} saves {Repository} [{string.Join(", ", Numbers)}] as version {Version}";
    }

    /// <summary>Deletes what matches.</summary>
    public sealed record Delete(int User, RecordFilter Filter) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            await store.DeleteAsync(Filter);
            model.Delete(Filter);
        }

        public override string ToString() => $"  user {User} deletes {StepUniverse.Describe(Filter)}";
    }

    /// <summary>Clears one repository, or all.</summary>
    public sealed record Clear(int User, string? Repository) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            await store.ClearAsync(Repository);
            model.Clear(Repository);
        }

        public override string ToString() => $"  user {User} clears {Repository ?? "everything"}";
    }

    /// <summary>Loads what matches, and counts it.</summary>
    public sealed record Load(int User, RecordFilter Filter) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            ChunkRecord[] expected = [.. model.Records.Where(record => ExactSearch.Matches(Filter, record))];
            Expect.SameRecords(await store.LoadAsync(Filter, RecordParts.All).ToListAsync(), expected);
            Assert.That(await store.CountAsync(Filter), Is.EqualTo(expected.Length), "count");
        }

        public override string ToString() => $"  user {User} loads and counts {StepUniverse.Describe(Filter)}";
    }

    /// <summary>Searches.</summary>
    public sealed record Search(int User, int Question, int Top, RecordFilter Filter) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            VectorQuery query = new()
            {
                Embedding = StepUniverse.Question(Question),
                Top = Math.Min(Top, store.Limits.MaxTop),
                Filter = Filter,
                Parts = RecordParts.All,
            };
            IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);
            IReadOnlyList<SearchHit> expected = ExactSearch.Search(model.Records, query);
            Expect.SameHits(hits, expected);
            Expect.SameRecords(hits.Select(hit => hit.Record), expected.Select(hit => hit.Record));
        }

        public override string ToString() => $"  user {User} searches for question {Question}, top {Top}, among {StepUniverse.Describe(Filter)}";
    }

    /// <summary>Asks for the metadata of one repository, or of all, and whether there is any.</summary>
    public sealed record ReadMetadata(int User, string? Repository) : Step(User)
    {
        public override async Task ExecuteAsync(IVectorStore store, StoreModel model)
        {
            IndexMetadata[] expected = [.. model.Metadata.Where(metadata => Repository is null || metadata.Repository == Repository)];
            IReadOnlyList<IndexMetadata> actual = await store.GetMetadataAsync(Repository);
            Assert.That(actual.Select(metadata => metadata.Repository), Is.EqualTo(expected.Select(metadata => metadata.Repository)), "repositories");
            foreach ((IndexMetadata actualOne, IndexMetadata expectedOne) in actual.Zip(expected))
            {
                Expect.SameMetadata(actualOne, expectedOne);
            }

            Assert.That(await store.ExistsAsync(Repository), Is.EqualTo(expected.Length > 0), "exists");
        }

        public override string ToString() => $"  user {User} reads the metadata of {Repository ?? "everything"}";
    }

    /// <summary>Closes the user's store and opens another; the run does it.</summary>
    public sealed record Reopen(int User) : Step(User)
    {
        public override Task ExecuteAsync(IVectorStore store, StoreModel model) => Task.CompletedTask;

        public override string ToString() => $"  user {User} opens the store anew";
    }
}
