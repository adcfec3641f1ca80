using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.TestServers.Faults;

/// <summary>One operation of the contract, with what is in the store before and after it.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Call">Calls it, and checks what it gives.</param>
public sealed record StoreOperation(string Name, Func<IVectorStore, CancellationToken, Task> Call)
{
    private static readonly ChunkRecord[] Records = TestData.Records(12);

    /// <summary>What every operation finds.</summary>
    public static IReadOnlyList<ChunkRecord> Before { get; } = Records[..8];

    /// <summary>What it leaves.</summary>
    public IReadOnlyList<ChunkRecord> After { get; private init; } = Before;

    /// <summary>Whether the host makes it again after a transient failure.</summary>
    public bool IsRetried { get; private init; } = true;

    /// <summary>Whether it says how the store is, and does not fail where that is bad.</summary>
    public bool IsHealthCheck { get; private init; }

    /// <summary>Whether it is the first call of a new store.</summary>
    public bool Connects { get; private init; }

    /// <summary>Whether it changes something.</summary>
    public bool IsWrite => !ReferenceEquals(After, Before);

    /// <summary>Whether it gives what the server answers, and so cannot overlook that an answer is broken.</summary>
    public bool IsRead { get; private init; }

    /// <summary>Every operation that asks the server for something.</summary>
    public static IReadOnlyList<StoreOperation> All { get; } =
    [
        new("connect", static (store, token) => store.ConnectAsync(token)) { Connects = true },
        new("check_health", CheckHealthAsync) { IsHealthCheck = true },
        new("save", static (store, token) => store.SaveAsync(Records[8..], TestData.Metadata(), token)) { After = Records },
        new("load", LoadAsync) { IsRead = true, IsRetried = false },
        new("search", SearchAsync) { IsRead = true },
        new("get_metadata", GetMetadataAsync) { IsRead = true },
        new("count", CountAsync) { IsRead = true },
        new("exists", ExistsAsync) { IsRead = true },
        new("delete", static (store, token) => store.DeleteAsync(RecordFilter.ForIds([.. Records[..3].Select(record => record.Id)]), token)) { After = Records[3..8] },
        new("clear", static (store, token) => store.ClearAsync(TestData.Repository, token)) { After = [] },
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static async Task CheckHealthAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        StoreHealth health = await store.CheckHealthAsync(cancellationToken);
        if (!health.IsHealthy)
        {
            throw new UnhealthyException(health.Description);
        }
    }

    private static async Task LoadAsync(IVectorStore store, CancellationToken cancellationToken) =>
        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All, cancellationToken).ToListAsync(cancellationToken), Before);

    private static async Task SearchAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        VectorQuery query = new() { Embedding = TestData.RandomVector(500), Top = 5 };
        Expect.SameHits(await store.SearchAsync(query, cancellationToken), ExactSearch.Search(Before, query));
    }

    private static async Task GetMetadataAsync(IVectorStore store, CancellationToken cancellationToken) =>
        Expect.SameMetadata((await store.GetMetadataAsync(TestData.Repository, cancellationToken)).Single(), TestData.Metadata());

    private static async Task CountAsync(IVectorStore store, CancellationToken cancellationToken) =>
        Assert.That(await store.CountAsync(RecordFilter.All, cancellationToken), Is.EqualTo(Before.Count));

    private static async Task ExistsAsync(IVectorStore store, CancellationToken cancellationToken) =>
        Assert.That(await store.ExistsAsync(TestData.Repository, cancellationToken), Is.True);
}
