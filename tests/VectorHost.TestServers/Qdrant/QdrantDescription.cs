using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;

namespace VectorHost.TestServers.Qdrant;

/// <summary>Qdrant's description of its REST interface.</summary>
public static class QdrantDescription
{
    private static readonly OpenApiValidator? Validator = ApiDescriptions.Find("qdrant-1.19.openapi.json");

    /// <summary>Compares exchanges of doubles with it, where it is at hand.</summary>
    public static ExchangeComparison Compare(params IEnumerable<QdrantDouble> servers)
    {
        ExchangeComparison comparison = new(Validator);
        foreach (QdrantDouble server in servers)
        {
            comparison.Watch(server.Server, IsDescribed);
        }

        return comparison;
    }

    /// <summary>
    /// The description knows JSON only; a missing or wrong key is answered in plain text. What a test breaks on purpose is not
    /// the double's doing.
    /// </summary>
    private static bool IsDescribed(HttpExchange exchange) => exchange is { IsIntercepted: false, Answer.Status: not 401 };
}
