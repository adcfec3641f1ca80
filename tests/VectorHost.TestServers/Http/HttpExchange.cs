using System.Text;

namespace VectorHost.TestServers.Http;

/// <summary>One request and its answer, as they went over the wire.</summary>
public sealed record HttpExchange
{
    /// <summary>The request.</summary>
    public required HttpCall Request { get; init; }

    /// <summary>The answer; where the connection was broken off, what would have been answered.</summary>
    public required HttpAnswer Answer { get; init; }

    /// <summary>Whether somebody broke in, so that the answer is not the double's own.</summary>
    public bool IsIntercepted { get; init; }

    /// <summary>The request's first line, and the answer's status with the beginning of its body, for messages.</summary>
    public override string ToString()
    {
        string body = Encoding.UTF8.GetString(Answer.Body.Span[..Math.Min(Answer.Body.Length, 200)]);
        return $"{Request.Method} {Request.Path}{Request.Query} -> {Answer.Status} {body}";
    }
}
