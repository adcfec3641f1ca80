using VectorHost.Abstractions;

namespace VectorHost.Plugins.Shared.Http;

/// <summary>A server that speaks JSON over HTTP: where it is, and how messages to the user speak of it.</summary>
internal sealed record RestEndpoint
{
    /// <summary>What messages call the server, such as <c>Qdrant</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is, ending in <c>/</c>; paths of requests are relative to it.</summary>
    public required Uri Address { get; init; }

    /// <summary>What to check when it cannot be reached, such as <c>check vector_store.qdrant.host and .port</c>.</summary>
    public required string Advice { get; init; }

    /// <summary>What to check when it refuses the credentials, such as <c>set vector_store.qdrant.api_key</c>.</summary>
    public required string CredentialsAdvice { get; init; }

    /// <summary>Headers that every request carries.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts that no message may hold: an answer that repeats one has it blotted out.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// Reads the sentence out of the body of a failure, where the server wraps it in something; null where there is none.
    /// </summary>
    public Func<string, string?> ReadExplanation { get; init; } = static body => body;

    /// <summary>
    /// Reads the server's own way of saying what went wrong; null leaves it to the status code. The text it is given
    /// holds no secret.
    /// </summary>
    public Func<RestFailure, VectorStoreException?> ReadFailure { get; init; } = static _ => null;
}
