using System.Net;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Says in the contract's words what Chroma refused. Texts differ between its versions: names and codes do not.</summary>
internal static class ChromaFailures
{
    /// <summary>Reads a failure; null leaves it to the status code.</summary>
    public static VectorStoreException? Read(RestFailure failure)
    {
        ErrorAnswer? answer = Parse(failure.Body);
        string said = $"({failure.Request}: {(int)failure.Status}, {failure.Excerpt})";
        return failure.Status switch
        {
            HttpStatusCode.NotFound when answer is { Error: "NotFoundError" } =>
                new VectorStoreException(StoreFailureKind.NotFound, $"Chroma does not have what was asked for {said}."),

            // Without Chroma's own words, an absent collection must not be concluded: it would look like an empty store.
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => NotChroma(said),
            HttpStatusCode.BadRequest when answer is null => NotChroma(said),
            HttpStatusCode.BadRequest when answer.Message.Contains("dimension", StringComparison.OrdinalIgnoreCase) =>
                new VectorStoreException(StoreFailureKind.Mismatch, $"The vectors are not as long as those in the collection {said}."),
            HttpStatusCode.UnprocessableEntity =>
                new VectorStoreException(StoreFailureKind.Incompatible, $"Chroma does not understand the request: use Chroma 1.0 or later {said}."),
            HttpStatusCode.TooManyRequests when answer?.Message.Contains("quota", StringComparison.OrdinalIgnoreCase) == true =>
                new VectorStoreException(StoreFailureKind.LimitExceeded, $"A quota of Chroma Cloud is used up {said}."),
            HttpStatusCode.InternalServerError when answer?.Message.Contains("SQL variables", StringComparison.OrdinalIgnoreCase) == true =>
                new VectorStoreException(StoreFailureKind.LimitExceeded, $"The request names too many records for Chroma {said}."),
            HttpStatusCode.InternalServerError when answer?.Message.Contains("finding id", StringComparison.OrdinalIgnoreCase) == true =>
                new VectorStoreException(
                    StoreFailureKind.Corrupt, $"Chroma's index and its records do not agree: clear the repository and index it again {said}."),
            _ => null,
        };
    }

    private static VectorStoreException NotChroma(string said) => new(
        StoreFailureKind.Protocol,
        $"What answers is not Chroma's API version 2: check vector_store.chromadb.host, .port and .ssl, and that Chroma is 1.0 or later {said}.");

    private static ErrorAnswer? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ChromaJsonContext.Default.ErrorAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
