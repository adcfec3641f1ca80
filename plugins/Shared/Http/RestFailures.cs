using System.Net;
using System.Net.Http.Headers;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Shared.Http;

/// <summary>Says in the contract's words how a request over HTTP failed.</summary>
internal sealed class RestFailures(RestEndpoint endpoint, TimeProvider timeProvider)
{
    /// <summary>The failure of a request that got no answer, or half of one.</summary>
    public VectorStoreException NoAnswer(Exception exception)
    {
        HttpRequestError? error = exception switch
        {
            HttpRequestException failure => failure.HttpRequestError,
            HttpIOException failure => failure.HttpRequestError,
            _ => null,
        };

        return error switch
        {
            HttpRequestError.NameResolutionError => Failure(
                StoreFailureKind.Unavailable, $"{endpoint.Name}: no host '{endpoint.Address.Host}' is known: {endpoint.Advice}.", exception),
            HttpRequestError.SecureConnectionError => new VectorStoreException(
                StoreFailureKind.Unavailable,
                $"{endpoint.Name}: no TLS connection to {Place} could be made: check its certificate, and whether the server speaks TLS on this port at all; {endpoint.Advice}.",
                exception)
            {
                IsTransient = false,
            },
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => Failure(
                StoreFailureKind.Protocol, $"What answers at {Place} does not speak HTTP as {endpoint.Name} does: {endpoint.Advice}.", exception),
            HttpRequestError.ResponseEnded => Failure(
                StoreFailureKind.Unavailable, $"{endpoint.Name} at {Place} closed the connection before its answer was complete: look into its log, or, if it never answers, {endpoint.Advice}.", exception),
            HttpRequestError.ConnectionError => Failure(
                StoreFailureKind.Unavailable, $"{endpoint.Name} cannot be reached at {Place}: start it, or {endpoint.Advice}.", exception),
            _ => Failure(StoreFailureKind.Unavailable, $"The connection to {endpoint.Name} at {Place} broke off.", exception),
        };
    }

    /// <summary>The failure of a request whose time ran out in the connection itself.</summary>
    public VectorStoreException TimedOut(Exception exception) =>
        Failure(StoreFailureKind.TimedOut, $"{endpoint.Name} at {Place} did not answer in time.", exception);

    /// <summary>The failure of an answer that is not what the server's protocol promises.</summary>
    public VectorStoreException NotUnderstood(string request, Exception? exception = null) => Failure(
        StoreFailureKind.Protocol,
        $"The answer of {Place} to {request} is not one of {endpoint.Name}: {endpoint.Advice}, and that its version is a supported one.",
        exception);

    /// <summary>The failure that an answer reports.</summary>
    /// <param name="failure">What it says.</param>
    /// <param name="headers">The headers of the answer.</param>
    public VectorStoreException Refused(RestFailure failure, HttpResponseHeaders headers)
    {
        VectorStoreException exception = endpoint.ReadFailure(failure) ?? ByStatus(failure);
        return exception.RetryAfter is null && RetryAfter(headers) is { } delay
            ? new VectorStoreException(exception.Kind, exception.Message, exception.InnerException)
            {
                IsTransient = exception.IsTransient,
                RetryAfter = delay,
            }
            : exception;
    }

    /// <summary>What the status code alone says.</summary>
    private VectorStoreException ByStatus(RestFailure failure)
    {
        (StoreFailureKind kind, string meaning) = failure.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired =>
                (StoreFailureKind.RefusedCredentials, $"refused the credentials: {endpoint.CredentialsAdvice}"),
            HttpStatusCode.NotFound => (StoreFailureKind.NotFound, "does not know what was asked for"),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => (StoreFailureKind.TimedOut, "ran out of time"),
            HttpStatusCode.Conflict => (StoreFailureKind.Conflict, "reports a conflict with another change"),
            HttpStatusCode.RequestEntityTooLarge => (StoreFailureKind.LimitExceeded, "says that the request is too large"),
            HttpStatusCode.TooManyRequests => (StoreFailureKind.Throttled, "asks to slow down"),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => (StoreFailureKind.InvalidRecord, "does not accept the request"),
            >= HttpStatusCode.InternalServerError => (StoreFailureKind.Unavailable, "cannot answer now"),
            _ => (StoreFailureKind.Protocol, "gave an answer that is not expected"),
        };

        return new VectorStoreException(
            kind, $"{endpoint.Name} at {Place} {meaning} ({failure.Request}: {(int)failure.Status}, {failure.Excerpt}).");
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > timeProvider.GetUtcNow() => date - timeProvider.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private static VectorStoreException Failure(StoreFailureKind kind, string message, Exception? exception) => new(kind, message, exception);

    private string Place => endpoint.Address.GetLeftPart(UriPartial.Authority);
}
