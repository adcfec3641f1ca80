using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace VectorHost.Abstractions;

/// <summary>Everything that the host gives to a backend: the one argument of its constructor.</summary>
public sealed class VectorStoreContext
{
    /// <summary>The name under which the backend was selected.</summary>
    public required string Backend { get; init; }

    /// <summary>
    /// The backend's own section, <c>vector_store.NAME</c>, unread by the host: the backend binds and validates it,
    /// and names every wrong key at once by its full path in one <see cref="VectorStoreException"/> of kind
    /// <see cref="StoreFailureKind.InvalidConfiguration"/>.
    /// </summary>
    /// <remarks>
    /// A value that names an environment variable that is not set throws such an exception when it is read; asking
    /// which keys exist does not.
    /// </remarks>
    public required IConfigurationSection Configuration { get; init; }

    /// <summary>Makes loggers. Never log a secret or a whole request.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The root folder of the repository at hand, absolute. Relative paths in the configuration start here.</summary>
    public required string RepositoryRoot { get; init; }

    /// <summary>
    /// A folder of the user's, for this backend alone, in which an embedded store may keep its files; absolute, not yet
    /// created. A plugin's own folder is disposable and may be read-only.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// A name derived from the repository for a collection or an index, for when none is configured: 3 to 45 lower-case
    /// letters, digits and <c>-</c>, beginning and ending with a letter or digit, which every known server accepts.
    /// </summary>
    public required string CollectionName { get; init; }

    /// <summary>
    /// Makes the handler for every HTTP client of the backend, so that proxies, recording and fault injection are the
    /// host's business. The caller disposes what it gets.
    /// </summary>
    public required Func<HttpMessageHandler> CreateHttpHandler { get; init; }
}
