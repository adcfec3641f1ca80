using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>
/// One fresh, empty state of a backend: a file, a collection, a schema. Every test gets its own. This is all that the
/// author of a backend writes to run the suite.
/// </summary>
public abstract class TestBackend : IAsyncDisposable
{
    /// <summary>Makes a store over this state, not connected yet; called several times, the stores share the state.</summary>
    public abstract IVectorStore CreateStore();

    /// <summary>Removes the state. All stores have been disposed before.</summary>
    public abstract ValueTask DisposeAsync();
}
