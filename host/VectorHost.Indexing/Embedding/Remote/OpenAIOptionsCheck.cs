using System.Globalization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Checks the <c>embedding.openai</c> section before anything is sent.</summary>
internal static class OpenAIOptionsCheck
{
    /// <summary>OpenAI's own address.</summary>
    private static readonly Uri DefaultEndpoint = new("https://api.openai.com/v1");

    /// <summary>A prefix says what a text is; models that want whole instructions want one line too.</summary>
    private const int LongestPrefix = 200;

    /// <summary>Checks every setting.</summary>
    /// <param name="options">The section.</param>
    /// <returns>The address below which <c>/embeddings</c> lies, without a slash at its end.</returns>
    /// <exception cref="EmbeddingException">Some are wrong: all are named, each by its full path.</exception>
    public static Uri Check(OpenAIEmbeddingOptions options)
    {
        List<string> problems = [];
        Uri? endpoint = CheckEndpoint(options, problems);
        CheckKey(options, problems);
        if (string.IsNullOrWhiteSpace(options.Model))
        {
            problems.Add("embedding.openai.model is empty: name a model that the server has.");
        }

        CheckPrefix(problems, "query_prefix", options.QueryPrefix);
        CheckPrefix(problems, "document_prefix", options.DocumentPrefix);
        CheckRange(problems, "dimensions", options.Dimensions, 65_536);
        CheckRange(problems, "batch_size", options.BatchSize, 2_048);
        CheckRange(problems, "max_parallel", options.MaxParallel, 64);
        CheckRange(problems, "requests_per_minute", options.RequestsPerMinute, 100_000);
        CheckRange(problems, "timeout_seconds", options.TimeoutSeconds, 3_600);
        CheckRange(problems, "max_input_characters", options.MaxInputCharacters, 10_000_000);
        return problems.Count == 0 && endpoint is not null
            ? endpoint
            : throw new EmbeddingException(EmbeddingFailureKind.InvalidConfiguration, string.Join(' ', problems));
    }

    private static void CheckPrefix(List<string> problems, string name, string? prefix)
    {
        if (prefix is not null && (prefix.Length > LongestPrefix || prefix.Any(char.IsControl)))
        {
            problems.Add($"embedding.openai.{name} must be one line of at most {LongestPrefix} characters, such as \"search_document: \".");
        }
    }

    private static Uri? CheckEndpoint(OpenAIEmbeddingOptions options, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(options.Endpoint))
        {
            return DefaultEndpoint;
        }

        // The address is not repeated where it may hold a password.
        if (!Uri.TryCreate(options.Endpoint.Trim().TrimEnd('/'), UriKind.Absolute, out Uri? endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps)
            || endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            problems.Add("embedding.openai.endpoint must be an http or https address without user, query and fragment, such as http://localhost:11434/v1.");
            return null;
        }

        if (endpoint.AbsolutePath.EndsWith("/embeddings", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("embedding.openai.endpoint must be the address below which /embeddings lies: leave that part out.");
        }

        return endpoint;
    }

    private static void CheckKey(OpenAIEmbeddingOptions options, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            if (string.IsNullOrWhiteSpace(options.Endpoint))
            {
                problems.Add(
                    "embedding.openai.api_key is not set, and OpenAI asks for one: set it, for example to \"${OPENAI_API_KEY}\", or set "
                    + "embedding.openai.endpoint to a server of your own.");
            }
        }
        else if (options.ApiKey.Trim().Any(c => c is <= ' ' or > '~'))
        {
            problems.Add("embedding.openai.api_key holds characters that no key has, such as a space or a line break: copy it anew.");
        }
    }

    private static void CheckRange(List<string> problems, string key, int? value, int largest)
    {
        if (value < 1 || value > largest)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"embedding.openai.{key} must be from 1 to {largest:N0}, not {value}."));
        }
    }
}
