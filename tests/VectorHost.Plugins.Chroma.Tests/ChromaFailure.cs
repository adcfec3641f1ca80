using VectorHost.Abstractions;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Catches what a call must end in.</summary>
internal static class ChromaFailure
{
    /// <summary>The failure of a call.</summary>
    public static async Task<VectorStoreException> OfAsync(Func<Task> call)
    {
        VectorStoreException? failure = null;
        await Assert.ThatAsync(call, Throws.TypeOf<VectorStoreException>().With.Matches<VectorStoreException>(thrown => (failure = thrown) is not null));
        return failure!;
    }
}
