using System.Text;

namespace VectorHost.TestServers.Pinecone;

/// <summary>Cuts sorted names into pages; the token for the next page is the last name of this one.</summary>
internal static class PineconePaging
{
    /// <summary>One page.</summary>
    /// <param name="sorted">All names, in the order of their bytes.</param>
    /// <param name="token">Where to go on; null to begin.</param>
    /// <param name="size">The most names.</param>
    /// <returns>The page, and the token for the next one; null where this is the last.</returns>
    public static (string[] Page, string? Next) Page(IEnumerable<string> sorted, string? token, int size)
    {
        string? last = Read(token);
        string[] page = [.. sorted.Where(name => last is null || string.CompareOrdinal(name, last) > 0).Take(size + 1)];
        return page.Length > size ? (page[..size], Convert.ToBase64String(Encoding.UTF8.GetBytes(page[size - 1]))) : (page, null);
    }

    /// <summary>The names with a prefix that come after a token, found without looking at the others.</summary>
    public static IEnumerable<string> WithPrefix(string[] sorted, string prefix, string? token)
    {
        string start = Read(token) is { } last && string.CompareOrdinal(last, prefix) > 0 ? last : prefix;
        int position = Array.BinarySearch(sorted, start, StringComparer.Ordinal);
        bool isLast = position >= 0 && token is not null && sorted[position] == Read(token);
        return sorted.Skip(position < 0 ? ~position : isLast ? position + 1 : position)
            .TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string? Read(string? token)
    {
        try
        {
            return token is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw PineconeRefusalException.Invalid("Invalid pagination token");
        }
    }
}
