using System.Net;

namespace VectorHost.Plugins.Shared.Http;

/// <summary>An answer that says no.</summary>
/// <param name="Status">The status code, 400 or above.</param>
/// <param name="Body">What it explains: the beginning of the body, or a sentence read out of it; without secrets.</param>
/// <param name="Request">The request, such as <c>PUT collections/code/points</c>, without its query.</param>
internal sealed record RestFailure(HttpStatusCode Status, string Body, string Request)
{
    private const int LongestExcerpt = 300;

    /// <summary>The body as part of a sentence: one line, cut to a readable length.</summary>
    public string Excerpt
    {
        get
        {
            string text = string.Join(' ', Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (text.Length == 0)
            {
                return "no explanation";
            }

            // A proxy's page says nothing that the status does not.
            return text.StartsWith('<') ? "a page of HTML"
                : text.Length <= LongestExcerpt ? $"\"{text}\""
                : $"\"{text.AsSpan(0, LongestExcerpt)}…\"";
        }
    }
}
