using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Evaluation;

namespace VectorHost.Session;

/// <summary>Gives an evaluation the configured embedders and backends, each store in a collection and a folder of its own.</summary>
internal sealed class EvaluationEnvironment(HostSession session) : IEvaluationEnvironment
{
    public Task<Embedder> ConnectEmbedderAsync(string provider, CancellationToken cancellationToken) =>
        session.ConnectEmbedderAsync(provider, cancellationToken);

    public Task<IVectorStore> ConnectStoreAsync(string backend, string folder, CancellationToken cancellationToken)
    {
        string collection = $"vhevaluate-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]}";
        return session.ConnectScratchStoreAsync(backend, folder, collection, cancellationToken);
    }
}
