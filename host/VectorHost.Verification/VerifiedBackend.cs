using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Verification;

/// <summary>A state of the store that is being verified: one of the run's own places, empty and used by nobody else.</summary>
internal sealed class VerifiedBackend : TestBackend
{
    private readonly ScratchPlace _place = ScratchPlaces.Current.Take();

    /// <inheritdoc/>
    // The suite's method is not asynchronous; its runner's threads have no context that could be blocked.
    public override IVectorStore CreateStore() => ScratchPlaces.Current.CreateStoreAsync(_place, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync() => await ScratchPlaces.Current.ReturnAsync(_place).ConfigureAwait(false);
}
