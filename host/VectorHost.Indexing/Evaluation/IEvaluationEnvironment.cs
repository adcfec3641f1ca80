using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Evaluation;

/// <summary>Gives an evaluation what it works with, apart from everything that the user has indexed.</summary>
public interface IEvaluationEnvironment
{
    /// <summary>Makes an embedder and connects it.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The embedder, the caller's to dispose.</returns>
    Task<Embedder> ConnectEmbedderAsync(string provider, CancellationToken cancellationToken);

    /// <summary>Makes a store that is empty and nobody else's, and connects it.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="folder">A folder for its files, not made yet; deleted after the evaluation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The store, the caller's to clear and to dispose.</returns>
    Task<IVectorStore> ConnectStoreAsync(string backend, string folder, CancellationToken cancellationToken);
}
