using System.Text.Json;
using System.Text.Json.Nodes;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Pinecone;

/// <summary>Why a request is refused; each plane has a form of its own to say it.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="ControlCode">The code in the control plane's body.</param>
/// <param name="GrpcCode">The code in the data plane's body.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="RetryAfter">The header of that name; null for none.</param>
public sealed record PineconeRefusal(int Status, string ControlCode, int GrpcCode, string Message, string? RetryAfter = null)
{
    public static PineconeRefusal Invalid(string message) => new(400, "INVALID_ARGUMENT", 3, message);

    public static PineconeRefusal Unauthenticated() => new(401, "UNAUTHENTICATED", 16, "Invalid API key.");

    public static PineconeRefusal Forbidden(string message) => new(403, "FORBIDDEN", 7, message);

    public static PineconeRefusal NotFound(string message) => new(404, "NOT_FOUND", 5, message);

    public static PineconeRefusal AlreadyExists() => new(409, "ALREADY_EXISTS", 6, "Resource already exists.");

    public static PineconeRefusal TooManyRequests(string retryAfter) =>
        new(429, "RESOURCE_EXHAUSTED", 8, "Too many requests. Please try again later.", retryAfter);

    /// <summary>As the control plane says it.</summary>
    public HttpAnswer ToControlAnswer() => WithRetryAfter(new JsonObject
    {
        ["status"] = Status,
        ["error"] = new JsonObject { ["code"] = ControlCode, ["message"] = Message },
    });

    /// <summary>As the data plane says it.</summary>
    public HttpAnswer ToDataAnswer() => WithRetryAfter(new JsonObject
    {
        ["code"] = GrpcCode,
        ["message"] = Message,
        ["details"] = new JsonArray(),
    });

    private HttpAnswer WithRetryAfter(JsonObject body)
    {
        HttpAnswer answer = HttpAnswer.OfRawJson(JsonSerializer.SerializeToUtf8Bytes(body), Status);
        return RetryAfter is null ? answer : answer with { Headers = new Dictionary<string, string> { ["Retry-After"] = RetryAfter } };
    }
}
