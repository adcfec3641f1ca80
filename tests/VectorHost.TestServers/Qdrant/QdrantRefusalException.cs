using System.Globalization;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Qdrant;

/// <summary>The double says no, in Qdrant's words.</summary>
/// <param name="status">The status code.</param>
/// <param name="text">What the answer says.</param>
/// <param name="retryAfterSeconds">How long to wait, where it asks for that.</param>
public sealed class QdrantRefusalException(int status, string text, int? retryAfterSeconds = null) : Exception(text)
{
    /// <summary>The answer that says so.</summary>
    public HttpAnswer Answer => HttpAnswer.OfJson(new { status = new { error = Message }, time = 0.0001 }, status) with
    {
        Headers = retryAfterSeconds is { } seconds
            ? new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) }
            : new Dictionary<string, string>(),
    };

    internal static QdrantRefusalException WrongInput(string text) => new(400, $"Wrong input: {text}");

    internal static QdrantRefusalException Format(string text) => new(400, $"Format error in JSON body: {text}");

    internal static QdrantRefusalException Strict(string problem, string remedy) => new(400, $"Bad request: {problem}. Help: {remedy}");

    internal static QdrantRefusalException NoCollection(string name) => new(404, $"Not found: Collection `{name}` doesn't exist!");

    internal static QdrantRefusalException Invalid(string text) => new(422, $"Validation error in JSON body: [{text}]");

    internal static QdrantRefusalException Throttled() => new(429, "Rate limiting exceeded: Read rate limit exceeded. Retry later.", retryAfterSeconds: 1);
}
