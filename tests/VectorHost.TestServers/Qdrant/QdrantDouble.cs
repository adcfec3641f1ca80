using System.Buffers;
using System.Globalization;
using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Qdrant;

/// <summary>
/// Stands in for a Qdrant server, whose binary no package registry has: the REST operations that a vector store needs,
/// in memory, as strict as Qdrant Cloud. Texts and status codes are those of Qdrant's source, version 1.19.
/// </summary>
/// <remarks>
/// What is not waited for (<c>wait=false</c>) stays unseen for some reads. A body that is too large is refused with
/// status 400, as Qdrant does; 413 comes from proxies.
/// </remarks>
public sealed class QdrantDouble : IAsyncDisposable
{
    private static readonly SearchValues<char> IllegalInNames = SearchValues.Create("<>:\"/\\|?*\0\u001F");

    private readonly QdrantDoubleOptions _options;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DoubleCollection> _collections = [];
    private readonly PointOperations _points;

    /// <summary>Makes a double; it answers once it was started.</summary>
    /// <param name="options">What kind of Qdrant it is.</param>
    public QdrantDouble(QdrantDoubleOptions? options = null)
    {
        _options = options ?? new QdrantDoubleOptions();
        _points = new PointOperations(_options);
        Server = new LoopbackServer(_options.Certificate) { KeepsExchanges = false };
        Server.Map("GET", "/", _ => HttpAnswer.OfJson(new { title = "qdrant - vector search engine", version = _options.Version.ToString(3) }));
        Server.Map("GET", "/healthz", _ => HttpAnswer.OfText("healthz check passed"));
        Server.Map("GET", "/livez", _ => HttpAnswer.OfText("healthz check passed"));
        Server.Map("GET", "/readyz", _ => HttpAnswer.OfText("all shards are ready"));
        Map("GET", "/collections", isWrite: false, _ => new { collections = _collections.Keys.Select(name => new { name }) });
        Map("GET", "/collections/{name}/exists", isWrite: false, call => new { exists = _collections.ContainsKey(NameOf(call)) });
        Map("GET", "/collections/{name}", isWrite: false, call => CollectionDescription.Of(Find(call), _options));
        Map("PUT", "/collections/{name}", isWrite: true, call => CreateCollection(NameOf(call), call.Json()));
        Map("DELETE", "/collections/{name}", isWrite: true, call => _collections.Remove(NameOf(call)));
        Map("PUT", "/collections/{name}/index", isWrite: true, call => _points.CreateIndex(Find(call), call));
        Map("PUT", "/collections/{name}/points", isWrite: true, call => _points.Upsert(Find(call), call));
        Map("POST", "/collections/{name}/points/delete", isWrite: true, call => _points.Delete(Find(call), call));
        Map("POST", "/collections/{name}/points", isWrite: false, call => _points.Retrieve(Find(call), call));
        Map("POST", "/collections/{name}/points/scroll", isWrite: false, call => _points.Scroll(Find(call), call));
        Map("POST", "/collections/{name}/points/query", isWrite: false, call => _points.Query(Find(call), call));
        Map("POST", "/collections/{name}/points/count", isWrite: false, call => _points.Count(Find(call), call));
    }

    /// <summary>The server, to break in, listen, or find the port.</summary>
    public LoopbackServer Server { get; }

    /// <summary>The names of all collections.</summary>
    public IReadOnlyList<string> CollectionNames
    {
        get
        {
            lock (_lock)
            {
                return [.. _collections.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Begins to answer.</summary>
    public async Task<QdrantDouble> StartAsync()
    {
        await Server.StartAsync();
        return this;
    }

    /// <summary>Forgets collections.</summary>
    /// <param name="isUnwanted">Which.</param>
    public void RemoveCollections(Func<string, bool> isUnwanted)
    {
        lock (_lock)
        {
            foreach (string name in _collections.Keys.Where(isUnwanted).ToArray())
            {
                _collections.Remove(name);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private void Map(string method, string template, bool isWrite, Func<HttpCall, object> answer) =>
        Server.Map(method, template, call => RefuseAccess(call, isWrite) ?? Answer(call, answer));

    private HttpAnswer Answer(HttpCall call, Func<HttpCall, object> answer)
    {
        try
        {
            RefuseTooLarge(call);
            RefuseLongTimeout(call);
            lock (_lock)
            {
                return HttpAnswer.OfJson(new { result = answer(call), status = "ok", time = 0.0001 });
            }
        }
        catch (QdrantRefusalException refusal)
        {
            return refusal.Answer;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return QdrantRefusalException.Format(exception.Message).Answer;
        }
    }

    private HttpAnswer? RefuseAccess(HttpCall call, bool isWrite)
    {
        if (_options.ApiKey is null)
        {
            return null;
        }

        string? bearer = call.Headers.GetValueOrDefault("Authorization");
        string? key = call.Headers.GetValueOrDefault("api-key")
            ?? (bearer?.StartsWith("Bearer ", StringComparison.Ordinal) is true ? bearer["Bearer ".Length..] : null);
        return key is null ? HttpAnswer.OfText("Must provide an API key or an Authorization bearer token", 401)
            : key == _options.ApiKey ? null
            : key != _options.ReadOnlyApiKey ? HttpAnswer.OfText("Invalid API key or JWT", 401)
            : isWrite ? new QdrantRefusalException(403, "Forbidden: Global manage access is required").Answer
            : null;
    }

    private void RefuseTooLarge(HttpCall call)
    {
        if (call.Body.Length > _options.MaxRequestBytes)
        {
            throw new QdrantRefusalException(400, $"JSON payload ({call.Body.Length} bytes) is larger than allowed (limit: {_options.MaxRequestBytes} bytes).");
        }
    }

    private void RefuseLongTimeout(HttpCall call)
    {
        if (_options.StrictMode.MaxTimeout is { } most && call.QueryValue("timeout") is { } timeout
            && int.Parse(timeout, CultureInfo.InvariantCulture) > most)
        {
            throw QdrantRefusalException.Strict($"Limit exceeded {timeout} > {most} for \"timeout\"", $"Reduce the \"timeout\" parameter to or below {most}.");
        }
    }

    private bool CreateCollection(string name, JsonElement body)
    {
        JsonElement vectors = body.GetProperty("vectors");
        if (name.Length is 0 or > 255 || name.AsSpan().ContainsAny(IllegalInNames))
        {
            throw new QdrantRefusalException(422, "Validation error in path parameters: [collection_name: invalid name]");
        }

        if (!vectors.TryGetProperty("size", out JsonElement size) || !DoubleDistance.IsKnown(vectors.GetProperty("distance").GetString()))
        {
            throw QdrantRefusalException.Format("data did not match any variant of untagged enum VectorsConfig");
        }

        if (size.GetInt32() is < 1 or > 65_536)
        {
            throw QdrantRefusalException.Invalid($"vectors.size: value {size} invalid, must be from 1 to 65536");
        }

        DoubleCollection collection = new(
            size.GetInt32(), vectors.GetProperty("distance").GetString()!, body.TryGetProperty("metadata", out JsonElement metadata) ? metadata : default);
        return _collections.TryAdd(name, collection)
            ? true
            : throw new QdrantRefusalException(409, $"Wrong input: Collection `{name}` already exists!");
    }

    private DoubleCollection Find(HttpCall call) =>
        _collections.TryGetValue(NameOf(call), out DoubleCollection? collection) ? collection : throw QdrantRefusalException.NoCollection(NameOf(call));

    private static string NameOf(HttpCall call) => call.RouteValues["name"];
}
