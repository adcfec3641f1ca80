using System.Collections.Concurrent;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.OpenApi;

/// <summary>
/// Compares every exchange of servers with a vendor's description, as they happen. Where the description is not at hand
/// it finds nothing.
/// </summary>
/// <param name="validator">The description.</param>
public sealed class ExchangeComparison(OpenApiValidator? validator)
{
    private readonly ConcurrentQueue<(string Path, string Problem)> _problems = [];

    /// <summary>Everything that the description does not allow.</summary>
    public IReadOnlyList<string> Problems => ProblemsOf("");

    /// <summary>Begins to compare a server's exchanges.</summary>
    /// <param name="server">The server.</param>
    /// <param name="isDescribed">Which exchanges; by default all.</param>
    public void Watch(LoopbackServer server, Func<HttpExchange, bool>? isDescribed = null)
    {
        if (validator is not null)
        {
            server.Observe += exchange => Compare(exchange, isDescribed);
        }
    }

    /// <summary>What the description does not allow in exchanges whose path holds a text.</summary>
    public IReadOnlyList<string> ProblemsOf(string pathPart) =>
        [.. _problems.Where(found => found.Path.Contains(pathPart, StringComparison.Ordinal)).Select(found => found.Problem).Distinct().Take(20)];

    private void Compare(HttpExchange exchange, Func<HttpExchange, bool>? isDescribed)
    {
        if (isDescribed?.Invoke(exchange) is false)
        {
            return;
        }

        foreach (OpenApiProblem problem in validator!.Validate(exchange))
        {
            _problems.Enqueue((exchange.Request.Path, $"{exchange.Request.Method} {exchange.Request.Path}: {problem}"));
        }
    }
}
