using System.Collections.Concurrent;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>
/// The collections of records, one for each repository: so a search within one needs no filter, which costs Chroma ten
/// times more than the search, and each may have vectors of its own length.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="catalogue">Told of every repository before its collection is made, so that none is forgotten.</param>
/// <param name="name">What the collections' names begin with.</param>
internal sealed class RepositoryCollections(ChromaClient client, RepositoryCatalogue catalogue, string name)
{
    private readonly ConcurrentDictionary<string, ServerCollection> _collections = new(StringComparer.Ordinal);

    /// <summary>The collection of a repository, whether or not it is there.</summary>
    public ServerCollection Of(string repository) => _collections.GetOrAdd(repository, Make);

    /// <summary>The repositories of a filter: those that it names, or all.</summary>
    /// <param name="repositories">Null for all.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task<IReadOnlyList<string>> ResolveAsync(IReadOnlyList<string>? repositories, CancellationToken cancellationToken) =>
        repositories ?? await catalogue.ListAsync(cancellationToken).ConfigureAwait(false);

    private ServerCollection Make(string repository) => new(
        client, $"{name}.{RepositoryKey.Of(repository)}", CollectionKind.Records, token => catalogue.RegisterAsync(repository, token));
}
