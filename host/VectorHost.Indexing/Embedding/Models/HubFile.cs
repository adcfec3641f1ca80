using System.Globalization;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>What a hub says of a file before it sends it.</summary>
/// <param name="Tag">Its entity tag: on hubs a SHA-256 for large files, a git object's id for small ones.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Commit">The commit that the revision stands for.</param>
internal sealed record HubFile(string? Tag, long? Size, string? Commit)
{
    /// <summary>
    /// Reads the headers of the hub's own answer. For large files that is a redirection, and what it leads to has other
    /// tags: so the hub's own come first.
    /// </summary>
    public static HubFile From(HttpResponseMessage response)
    {
        bool isFile = response.IsSuccessStatusCode;
        long? length = response.Content.Headers.ContentRange?.Length ?? (isFile ? response.Content.Headers.ContentLength : null);
        return new HubFile(
            Clean(Header(response, "X-Linked-ETag") ?? Header(response, "ETag")),
            long.TryParse(Header(response, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long linked) ? linked : length,
            Header(response, "X-Repo-Commit"));
    }

    /// <summary>A tag without the quotes, and without what says that it is a weak one.</summary>
    private static string? Clean(string? tag) =>
        tag is null ? null : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"') is { Length: > 0 } clean ? clean : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
