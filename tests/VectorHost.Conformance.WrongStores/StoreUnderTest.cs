using VectorHost.Abstractions;
using VectorHost.TestSupport;

namespace VectorHost.Conformance.WrongStores;

/// <summary>A state in memory, seen through the store that is looked at.</summary>
public sealed class StoreUnderTest : TestBackend
{
    private readonly InMemoryVectorStore _state = new();

    /// <summary>Makes the store that is looked at over a right one. The suite's classes are made by its runner, which gives them nothing.</summary>
    public static Func<IVectorStore, IVectorStore> Current { get; set; } = static right => right;

    public override IVectorStore CreateStore() => Current(_state);

    public override ValueTask DisposeAsync() => _state.DisposeAsync();
}
