using System.ClientModel.Primitives;
using System.Globalization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Reads how long a server asks to wait before the next try.</summary>
internal static class RetryAdvice
{
    /// <summary>Waits <c>retry-after-ms</c> milliseconds, else <c>Retry-After</c> seconds, else until its date.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The time now.</param>
    /// <returns>The wait, not negative; <see langword="null"/> where the server does not say.</returns>
    public static TimeSpan? Read(PipelineResponseHeaders headers, DateTimeOffset now)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (Number(headers, "Retry-After") is { } seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (!headers.TryGetValue("Retry-After", out string? text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return null;
        }

        return date > now ? date - now : TimeSpan.Zero;
    }

    /// <summary>A header's number, of seconds or less: no more than a year's worth fits, so that nothing overflows.</summary>
    private static double? Number(PipelineResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out string? text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? Math.Min(number, TimeSpan.SecondsPerDay * 366)
            : null;
}
