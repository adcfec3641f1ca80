using System.Net;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>
/// How the two halves of the service are spoken to, and what their failures mean: the control plane, which manages
/// indexes, and the data plane of one index, which holds vectors.
/// </summary>
internal static class PineconeEndpoints
{
    /// <summary>The version of the API that every request asks for; the wire format depends on it.</summary>
    public const string ApiVersion = "2026-04";

    private const string CredentialsAdvice = "check vector_store.pinecone.api_key, and that the key belongs to the project with the index";

    /// <summary>The control plane.</summary>
    public static RestEndpoint Control(PineconeSettings settings) => new()
    {
        Name = "Pinecone",
        Address = settings.Controller,
        Advice = "check the network, the proxy and vector_store.pinecone.controller_host",
        CredentialsAdvice = CredentialsAdvice,
        Headers = Headers(settings),
        Secrets = [settings.ApiKey],
        ReadFailure = ReadControlFailure,
    };

    /// <summary>The data plane of an index.</summary>
    public static RestEndpoint Data(PineconeSettings settings, Uri address) => new()
    {
        Name = $"Pinecone index '{settings.IndexName}'",
        Address = address,
        Advice = "check the network and the proxy",
        CredentialsAdvice = CredentialsAdvice,
        Headers = Headers(settings),
        Secrets = [settings.ApiKey],
        ReadFailure = failure => ReadDataFailure(failure, settings.IndexName),
    };

    private static Dictionary<string, string> Headers(PineconeSettings settings) => new()
    {
        ["Api-Key"] = settings.ApiKey,
        ["X-Pinecone-Api-Version"] = ApiVersion,
        ["User-Agent"] = "vectorhost",
        ["Accept"] = "application/json",
    };

    private static VectorStoreException? ReadControlFailure(RestFailure failure)
    {
        if (TryParse(failure.Body, ControlJson.Default.ControlError) is not { Error: { } error })
        {
            // "Not found" from anything else than Pinecone must not be taken for an index that is yet to be made.
            return failure.Status is HttpStatusCode.NotFound
                ? new VectorStoreException(
                    StoreFailureKind.Protocol,
                    $"What answers is not Pinecone ({failure.Request}: 404, {failure.Excerpt}): check vector_store.pinecone.controller_host.")
                : null;
        }

        return ByStatus(failure, "Pinecone", error.Message);
    }

    private static VectorStoreException? ReadDataFailure(RestFailure failure, string index)
    {
        string name = $"Pinecone index '{index}'";
        if (TryParse(failure.Body, DataJson.Default.DataError) is not { } error)
        {
            // Without a message of the index's own, it is the gateway before it that knows of no such index any more.
            return failure.Status is HttpStatusCode.NotFound
                ? new VectorStoreException(StoreFailureKind.Unavailable, $"{name} is not where it was: it was deleted, or made anew elsewhere.")
                : null;
        }

        return failure.Status is HttpStatusCode.BadRequest && error.Message.Contains("dimension", StringComparison.OrdinalIgnoreCase)
            ? new VectorStoreException(StoreFailureKind.Mismatch, $"{name} refuses the vectors: {error.Message}")
            : ByStatus(failure, name, error.Message);
    }

    /// <summary>The kind by the status, with what the service says of it; null where the shared words are as good.</summary>
    private static VectorStoreException? ByStatus(RestFailure failure, string name, string message)
    {
        string said = $"{message.TrimEnd('.')} ({failure.Request}: {(int)failure.Status})";
        if (failure.Status is HttpStatusCode.BadRequest && message.Contains("API", StringComparison.OrdinalIgnoreCase) && message.Contains("version", StringComparison.OrdinalIgnoreCase))
        {
            return new VectorStoreException(
                StoreFailureKind.Incompatible, $"{name} does not speak version {ApiVersion} of its API, which this version of VectorHost uses: update VectorHost. It says: {said}.");
        }

        return failure.Status switch
        {
            HttpStatusCode.Unauthorized => new VectorStoreException(
                StoreFailureKind.RefusedCredentials, $"{name} refuses the API key: {CredentialsAdvice}. It says: {said}."),
            HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden => new VectorStoreException(
                StoreFailureKind.RefusedCredentials, $"{name} does not allow this with the API key at hand. It says: {said}."),
            HttpStatusCode.NotFound => new VectorStoreException(StoreFailureKind.NotFound, $"{name} does not find it: {said}."),
            HttpStatusCode.Conflict => new VectorStoreException(StoreFailureKind.Conflict, $"{name} reports a conflict: {said}."),
            HttpStatusCode.PreconditionFailed => new VectorStoreException(StoreFailureKind.Conflict, $"{name} cannot do this now: {said}."),
            HttpStatusCode.RequestEntityTooLarge => new VectorStoreException(StoreFailureKind.LimitExceeded, $"{name} finds the request too large: {said}."),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new VectorStoreException(
                StoreFailureKind.InvalidRecord, $"{name} refuses the request: {said}."),
            HttpStatusCode.TooManyRequests => new VectorStoreException(StoreFailureKind.Throttled, $"{name} asks to slow down: {said}."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new VectorStoreException(
                StoreFailureKind.TimedOut, $"{name} ran out of time: {said}."),
            >= HttpStatusCode.InternalServerError => new VectorStoreException(StoreFailureKind.Unavailable, $"{name} cannot answer now: {said}."),
            _ => null,
        };
    }

    private static T? TryParse<T>(string body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            // A gateway's plain text or HTML.
            return null;
        }
    }
}
