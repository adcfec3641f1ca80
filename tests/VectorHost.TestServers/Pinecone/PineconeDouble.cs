using System.Collections.Concurrent;
using System.Text.Json;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;

namespace VectorHost.TestServers.Pinecone;

/// <summary>
/// A strict double of Pinecone, API version 2026-04: the control plane on one port, the data plane of every index below
/// a path of its own on another. It refuses what the service refuses, shows writes only after a few later requests,
/// pages in tens, and compares every exchange with the vendor's OpenAPI documents where they are at hand.
/// </summary>
public sealed class PineconeDouble : IAsyncDisposable
{
    /// <summary>The version that every request must ask for.</summary>
    public const string ApiVersion = "2026-04";

    private static readonly Lazy<OpenApiValidator?> ControlValidator = new(() => ApiDescriptions.Find("pinecone-db_control_2026-04.oas.yaml"));
    private static readonly Lazy<OpenApiValidator?> DataValidator = new(() => ApiDescriptions.Find("pinecone-db_data_2026-04.oas.yaml"));

    private readonly ConcurrentQueue<string> _deviations = [];
    private readonly PineconeIndexes _indexes;
    private int _throttled;
    private string _retryAfter = "";

    private PineconeDouble(PineconeDoubleOptions options)
    {
        Options = options;
        _indexes = new PineconeIndexes(options);
        Control = new LoopbackServer { KeepsExchanges = options.KeepsExchanges };
        Data = new LoopbackServer { KeepsExchanges = options.KeepsExchanges };
        Control.Observe = exchange => Compare(ControlValidator.Value, exchange, "ErrorResponse");
        Data.Observe = ObserveData;
    }

    /// <summary>How it behaves.</summary>
    public PineconeDoubleOptions Options { get; }

    /// <summary>The control plane.</summary>
    public LoopbackServer Control { get; }

    /// <summary>The data plane of all indexes.</summary>
    public LoopbackServer Data { get; }

    /// <summary>What clients are given as the address of the service, without a slash at its end.</summary>
    public string ControllerHost => Control.Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Whether exchanges are compared with the vendor's documents.</summary>
    public static bool ComparesWithDescriptions => DataValidator.Value is not null;

    /// <summary>Where requests, or answers of the double, were not as the vendor's documents say, since this was last asked.</summary>
    public IReadOnlyList<string> TakeDeviations()
    {
        List<string> deviations = [];
        while (_deviations.TryDequeue(out string? deviation))
        {
            deviations.Add(deviation);
        }

        return deviations;
    }

    /// <summary>Starts a double.</summary>
    public static async Task<PineconeDouble> StartAsync(PineconeDoubleOptions? options = null)
    {
        PineconeDouble made = new(options ?? new PineconeDoubleOptions());
        PineconeControlRoutes control = new(made._indexes, made.CheckCall, () => made.Data.Address);
        control.MapTo(made.Control);
        if (made.Options.SharesPort)
        {
            control.MapTo(made.Data);
        }

        new PineconeDataRoutes(made._indexes, made.CheckCall).MapTo(made.Data);
        await made.Control.StartAsync();
        await made.Data.StartAsync();
        return made;
    }

    /// <summary>Puts an index there as somebody else might have: ready, without tags.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimension">The length of its vectors.</param>
    /// <param name="metric">Its metric.</param>
    public void AddIndex(string name, int dimension, string metric = "cosine") => _indexes.Add(name, dimension, metric);

    /// <summary>Changes an index as somebody else might.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Is given the index.</param>
    public void ChangeIndex(string name, Action<PineconeIndexState> change) => change(_indexes.Find(name)!);

    /// <summary>Deletes an index at once, as somebody else might.</summary>
    public void RemoveIndex(string name) => _indexes.Remove(name);

    /// <summary>The names of all indexes.</summary>
    public IReadOnlyList<string> IndexNames => [.. _indexes.All.Select(index => index.Name)];

    /// <summary>The records of a namespace, whether they can be seen already or not: by id.</summary>
    public IReadOnlyDictionary<string, PineconeRecord> RecordsOf(string index, string @namespace) =>
        _indexes.Find(index)?.WrittenRecords(@namespace) ?? new Dictionary<string, PineconeRecord>();

    /// <summary>The namespaces of an index that hold records.</summary>
    public IReadOnlyList<string> NamespacesOf(string index) => _indexes.Find(index)?.NamespaceNames ?? [];

    /// <summary>Answers the next requests of either plane with 429.</summary>
    /// <param name="count">How many.</param>
    /// <param name="retryAfter">The value of the header Retry-After.</param>
    public void ThrottleNext(int count, string retryAfter)
    {
        _retryAfter = retryAfter;
        Volatile.Write(ref _throttled, count);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await Data.DisposeAsync();
    }

    /// <summary>What every request of either plane must have.</summary>
    /// <returns>The refusal; null where there is none.</returns>
    private PineconeRefusal? CheckCall(HttpCall call)
    {
        if (Interlocked.Decrement(ref _throttled) >= 0)
        {
            return PineconeRefusal.TooManyRequests(_retryAfter);
        }

        Volatile.Write(ref _throttled, 0);
        return call.Headers.GetValueOrDefault("Api-Key") != Options.ApiKey ? PineconeRefusal.Unauthenticated()
            : call.Headers.GetValueOrDefault("X-Pinecone-Api-Version") is not ApiVersion ? PineconeRefusal.Invalid($"The header X-Pinecone-Api-Version has to be {ApiVersion}")
            : call.Method is "POST" or "PATCH" && call.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0] is not "application/json"
                ? PineconeRefusal.Invalid("The content type has to be application/json")
            : null;
    }

    private void ObserveData(HttpExchange exchange)
    {
        if (Options.SharesPort && exchange.Request.Path.StartsWith("/indexes", StringComparison.Ordinal))
        {
            Control.Observe!(exchange);
            return;
        }

        Compare(DataValidator.Value, WithoutIndex(exchange), "rpcStatus");
    }

    private static HttpExchange WithoutIndex(HttpExchange exchange)
    {
        int slash = exchange.Request.Path.IndexOf('/', 1);
        return slash < 0 ? exchange : exchange with { Request = exchange.Request with { Path = exchange.Request.Path[slash..] } };
    }

    private void Compare(OpenApiValidator? validator, HttpExchange exchange, string refusalSchema)
    {
        // What an interceptor of a test answers, and what a gateway would, is no part of the vendor's description.
        if (exchange.Answer.ContentType is not "application/json" && (!exchange.Answer.Body.IsEmpty || exchange.Answer.Status >= 400))
        {
            return;
        }

        // A request that is refused may well be wrong; how it is refused may not.
        IReadOnlyList<OpenApiProblem> problems = validator is null ? []
            : exchange.Answer.Status >= 400 ? validator.Validate(JsonElement.Parse(exchange.Answer.Body.Span), refusalSchema)
            : validator.Validate(exchange);
        foreach (OpenApiProblem problem in problems)
        {
            _deviations.Enqueue($"{exchange}: {problem}");
        }
    }
}
