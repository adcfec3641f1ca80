using System.Net;
using VectorHost.Abstractions;

namespace VectorHost.TestServers.Faults;

/// <summary>A fault, and what a store has to make of it.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Fault">The fault.</param>
/// <param name="Kinds">The kinds of failure that say it rightly.</param>
public sealed record FaultCase(string Name, Fault Fault, params IReadOnlyList<StoreFailureKind> Kinds)
{
    /// <summary>What a page of HTML says in place of the server, which no message should repeat.</summary>
    public const string Page = "<html><body><h1>Not the server</h1></body></html>";

    /// <summary>
    /// Whether a store that needs nothing of the answer's body may not notice. It has done what was asked then, which is
    /// looked at.
    /// </summary>
    public bool MayGoUnnoticed { get; init; }

    /// <summary>Whether it shows only as time that runs out, which the host measures.</summary>
    public bool TakesTooLong => Kinds.Contains(StoreFailureKind.TimedOut);

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The faults of any connection.</summary>
    /// <param name="speaksHttp">Whether HTTP is spoken over it.</param>
    public static IEnumerable<FaultCase> OfConnections(bool speaksHttp)
    {
        // An answer of one byte, such as PostgreSQL's to whether it has TLS, cannot trickle.
        StoreFailureKind[] broken = [StoreFailureKind.Unavailable, StoreFailureKind.Protocol];
        yield return new("dropped_request", Fault.DropRequest, StoreFailureKind.Unavailable);
        yield return new("dropped_answer", Fault.DropAnswer, StoreFailureKind.Unavailable);
        yield return new("stalled", Fault.Stall, StoreFailureKind.TimedOut);
        yield return new("trickling", Fault.Trickle, StoreFailureKind.TimedOut) { MayGoUnnoticed = !speaksHttp };
        yield return new("halved", Fault.Halve, broken) { MayGoUnnoticed = true };

        // Where messages begin with their length, a wrong one reads as an answer of which most is still to come.
        yield return new("corrupted", Fault.Corrupt, speaksHttp ? [StoreFailureKind.Protocol] : [.. broken, StoreFailureKind.TimedOut]) { MayGoUnnoticed = speaksHttp };
    }

    /// <summary>Answers of others in the place of a server that speaks HTTP.</summary>
    /// <param name="secret">What the answers repeat, as servers do that echo a wrong key.</param>
    public static IEnumerable<FaultCase> OfAnswers(string secret)
    {
        FaultCase throttled = Answer("429", HttpStatusCode.TooManyRequests, StoreFailureKind.Throttled, $"slow down, {secret}", "Retry-After: 2");
        yield return throttled with { RetryAfter = TimeSpan.FromSeconds(2) };
        yield return Answer("500", HttpStatusCode.InternalServerError, StoreFailureKind.Unavailable, $"failed for {secret}");
        yield return Answer("503", HttpStatusCode.ServiceUnavailable, StoreFailureKind.Unavailable, "");
        yield return Answer("502_of_a_proxy", HttpStatusCode.BadGateway, StoreFailureKind.Unavailable, Page, "Content-Type: text/html");
        yield return Answer("401", HttpStatusCode.Unauthorized, StoreFailureKind.RefusedCredentials, $"{{\"error\": \"not {secret}\"}}");
        yield return Answer("403", HttpStatusCode.Forbidden, StoreFailureKind.RefusedCredentials, $"not {secret}");
        yield return Answer("page_of_somebody_else", HttpStatusCode.OK, StoreFailureKind.Protocol, Page, "Content-Type: text/html");
    }

    private static FaultCase Answer(string name, HttpStatusCode status, StoreFailureKind kind, string body, params IReadOnlyList<string> headers) =>
        new(name, Fault.Answer(status, body, headers), kind);
}
