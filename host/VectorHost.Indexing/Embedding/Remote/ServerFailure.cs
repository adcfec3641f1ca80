using System.ClientModel.Primitives;
using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Turns a server's refusals and a connection's troubles into sentences for the user.</summary>
/// <param name="options">The settings; the key in them never gets into a sentence.</param>
/// <param name="address">The server's address as users know it.</param>
/// <param name="timeProvider">The clock, for dates in headers.</param>
internal sealed class ServerFailure(OpenAIEmbeddingOptions options, string address, TimeProvider timeProvider)
{
    /// <summary>Nobody waits longer than this for a server that asks for time: the user is told instead.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const int LongestQuote = 200;

    /// <summary>The exception for an answer with an error status.</summary>
    /// <param name="response">The answer, read to its end.</param>
    public EmbeddingException FromResponse(PipelineResponse response)
    {
        (string? message, string? code) = ReadError(response.Content);
        string quote = message is null ? "." : $": \"{Quotable(message)}\".";
        return response.Status switch
        {
            401 or 403 => new(EmbeddingFailureKind.RefusedCredentials, CredentialsSentence(response.Status)),
            404 or 405 => new(
                EmbeddingFailureKind.InvalidConfiguration,
                $"{address} has no embeddings for the model '{options.Model}' (status {response.Status}): check "
                + $"embedding.openai.model and embedding.openai.endpoint. The server said{Said(message)}"),
            400 or 413 or 422 => new(
                EmbeddingFailureKind.RefusedRequest,
                $"{address} refused a request (status {response.Status}){quote} If texts are too long for the model, lower "
                + "embedding.openai.max_input_characters; if there are too many in a request, embedding.openai.batch_size."),
            429 => Throttled(response, code, quote),
            408 => new(EmbeddingFailureKind.TimedOut, $"{address} gave up on a request (status 408){quote}"),
            >= 500 => new(EmbeddingFailureKind.Unavailable, $"{address} failed with status {response.Status}{quote} Try again later.")
            {
                RetryAfter = Advice(response),
                IsTransient = response.Status != 501 && !(Advice(response) > LongestWait),
            },
            _ => NotEmbeddings($"status {response.Status}"),
        };
    }

    /// <summary>The exception for a connection that could not be made, or broke.</summary>
    /// <param name="cause">What the client threw.</param>
    public EmbeddingException FromConnection(Exception cause) => new(
        EmbeddingFailureKind.Unavailable,
        $"Cannot reach the embedding server at {address} ({Quotable(cause.Message).TrimEnd('.')}): check that it runs, and "
        + "embedding.openai.endpoint.",
        cause);

    /// <summary>The exception for no answer in time.</summary>
    /// <param name="cause">What the client threw.</param>
    public EmbeddingException FromTimeout(Exception cause) => new(
        EmbeddingFailureKind.TimedOut,
        $"The embedding server at {address} did not answer within {options.TimeoutSeconds} s: check that it works, or raise "
        + "embedding.openai.timeout_seconds.",
        cause);

    /// <summary>The exception for an answer that is not what was asked for.</summary>
    /// <param name="what">What it is instead.</param>
    /// <param name="cause">What the parser threw.</param>
    public EmbeddingException NotEmbeddings(string what, Exception? cause = null) => new(
        EmbeddingFailureKind.Protocol,
        $"The answer of {address} is not what a server of embeddings gives ({what}): check embedding.openai.endpoint, which "
        + "mostly ends in /v1.",
        cause);

    private EmbeddingException Throttled(PipelineResponse response, string? code, string quote)
    {
        TimeSpan? wait = Advice(response);
        if (code == "insufficient_quota")
        {
            return new(EmbeddingFailureKind.Throttled, $"The quota at {address} is used up{quote}") { IsTransient = false };
        }

        return wait > LongestWait
            ? new(EmbeddingFailureKind.Throttled, $"{address} asks to wait {wait.Value.TotalMinutes:F0} minutes{quote} Try again then.")
            {
                IsTransient = false,
                RetryAfter = wait,
            }
            : new(
                EmbeddingFailureKind.Throttled,
                $"{address} asks to slow down (status 429){quote} Set embedding.openai.requests_per_minute to what your account allows.")
            {
                RetryAfter = wait,
            };
    }

    private TimeSpan? Advice(PipelineResponse response) => RetryAdvice.Read(response.Headers, timeProvider.GetUtcNow());

    /// <summary>Without the server's words, which may repeat a part of the key.</summary>
    private string CredentialsSentence(int status) => string.IsNullOrWhiteSpace(options.ApiKey)
        ? $"{address} asks for a key (status {status}): set embedding.openai.api_key."
        : $"{address} refused the key (status {status}): check embedding.openai.api_key and what it is allowed to do.";

    private string Said(string? message) => message is null ? " nothing more." : $": \"{Quotable(message)}\".";

    private string Quotable(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (!string.IsNullOrWhiteSpace(options.ApiKey))
        {
            line = line.Replace(options.ApiKey.Trim(), "***", StringComparison.Ordinal);
        }

        return line.Length <= LongestQuote ? line : $"{line[..LongestQuote]}…";
    }

    /// <summary>Reads <c>{"error": {"message", "code"}}</c>, <c>{"error": "…"}</c> or <c>{"message": "…"}</c>.</summary>
    private static (string? Message, string? Code) ReadError(BinaryData content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement error = Member(document.RootElement, "error") ?? document.RootElement;
            return error.ValueKind == JsonValueKind.String
                ? (error.GetString(), null)
                : (Text(error, "message"), Text(error, "code") ?? Text(error, "type"));
        }
        catch (JsonException)
        {
            // An error page of some proxy: its status says all that is of use.
            return (null, null);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;
}
