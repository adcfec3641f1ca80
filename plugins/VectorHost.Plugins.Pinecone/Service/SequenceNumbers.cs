using System.Globalization;
using System.Net.Http.Headers;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>
/// Reads the headers that tell whether a write can be seen: every write of a namespace has a number, and a query says
/// up to which number its answer goes.
/// See <see href="https://docs.pinecone.io/guides/index-data/check-data-freshness">Check data freshness</see>.
/// </summary>
internal static class SequenceNumbers
{
    // The vendor's newer clients read the second name of each pair; both are in use.
    private static readonly string[] WrittenNames = ["x-pinecone-request-lsn", "x-pinecone-lsn-committed"];
    private static readonly string[] IndexedNames = ["x-pinecone-max-indexed-lsn", "x-pinecone-lsn-reconciled"];

    /// <summary>The number of the write that was answered.</summary>
    public static long? Written(HttpResponseHeaders headers) => Read(headers, WrittenNames);

    /// <summary>The number of the last write that the answer reflects.</summary>
    public static long? Indexed(HttpResponseHeaders headers) => Read(headers, IndexedNames);

    private static long? Read(HttpResponseHeaders headers, string[] names)
    {
        foreach (string name in names)
        {
            if (headers.TryGetValues(name, out IEnumerable<string>? values)
                && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }

        return null;
    }
}
