using System.Text.Json;
using System.Text.Json.Nodes;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Pinecone;

/// <summary>The control plane: indexes are made, described, listed, changed and deleted.</summary>
internal sealed class PineconeControlRoutes(PineconeIndexes indexes, Func<HttpCall, PineconeRefusal?> check, Func<Uri> dataAddress)
{
    private static readonly string[] Clouds = ["aws", "gcp", "azure"];
    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1", "us-central1", "europe-west4", "eastus2"];
    private static readonly string[] Metrics = ["cosine", "euclidean", "dotproduct"];

    /// <summary>Adds the routes to a server.</summary>
    public void MapTo(LoopbackServer server) => server
        .Map("GET", "/indexes", Guarded(_ => Json(new JsonObject { ["indexes"] = new JsonArray([.. indexes.All.Select(Describe)]) })))
        .Map("POST", "/indexes", Guarded(Create))
        .Map("GET", "/indexes/{name}", Guarded(DescribeOne))
        .Map("PATCH", "/indexes/{name}", Guarded(Configure))
        .Map("DELETE", "/indexes/{name}", Guarded(Delete));

    private Func<HttpCall, HttpAnswer> Guarded(Func<HttpCall, HttpAnswer> answer) => call =>
    {
        try
        {
            return check(call) is { } refusal ? refusal.ToControlAnswer() : answer(call);
        }
        catch (PineconeRefusalException exception)
        {
            return exception.Refusal.ToControlAnswer();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new PineconeRefusal(422, "UNPROCESSABLE_ENTITY", 3, $"Failed to deserialize the JSON body into the target type: {exception.Message}").ToControlAnswer();
        }
    };

    private HttpAnswer Create(HttpCall call)
    {
        JsonElement body = call.Json();
        string name = body.GetProperty("name").GetString()!;
        int dimension = body.GetProperty("dimension").GetInt32();
        string metric = body.TryGetProperty("metric", out JsonElement given) ? given.GetString()! : "cosine";
        JsonElement serverless = body.GetProperty("spec").GetProperty("serverless");
        string cloud = serverless.GetProperty("cloud").GetString()!;
        string region = serverless.GetProperty("region").GetString()!;

        bool isName = name.Length is >= 1 and <= 45 && name[0] != '-' && name[^1] != '-'
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
        Require(isName, "Name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character");
        Require(dimension is >= 1 and <= 20_000, "Dimension must be between 1 and 20000");
        Require(Metrics.Contains(metric), $"Unknown metric {metric}");
        if (!Clouds.Contains(cloud) || !Regions.Contains(region))
        {
            throw new PineconeRefusalException(PineconeRefusal.NotFound($"Resource cloud: {cloud} region: {region} not found."));
        }

        bool isAdded = indexes.TryAdd(name, key => new PineconeIndexState(name, key, indexes.Options.RequestsUntilVisible)
        {
            Dimension = dimension,
            Metric = metric,
            Cloud = cloud,
            Region = region,
            Tags = body.TryGetProperty("tags", out JsonElement tags) ? tags.Deserialize<Dictionary<string, string>>() : null,
            IsProtected = body.TryGetProperty("deletion_protection", out JsonElement protection) && protection.GetString() == "enabled",
            UntilReady = indexes.Options.DescriptionsUntilReady,
        });
        return isAdded ? Json(Describe(indexes.Find(name)!), status: 201) : PineconeRefusal.AlreadyExists().ToControlAnswer();
    }

    private HttpAnswer DescribeOne(HttpCall call)
    {
        PineconeIndexState index = Find(call);
        if (index.UntilGone is { } left)
        {
            index.UntilGone = left - 1;
            if (left <= 0)
            {
                indexes.Remove(index.Name);
                throw NotFound(index.Name);
            }
        }

        return Json(Describe(index));
    }

    private HttpAnswer Configure(HttpCall call)
    {
        PineconeIndexState index = Find(call);
        if (call.Json().TryGetProperty("deletion_protection", out JsonElement protection))
        {
            index.IsProtected = protection.GetString() == "enabled";
        }

        return Json(Describe(index), status: 202);
    }

    private HttpAnswer Delete(HttpCall call)
    {
        PineconeIndexState index = Find(call);
        if (index.IsProtected)
        {
            throw new PineconeRefusalException(PineconeRefusal.Forbidden("Deletion protection is enabled for this index. Disable deletion protection before retrying."));
        }

        index.UntilGone ??= indexes.Options.DescriptionsUntilReady;
        return new HttpAnswer { Status = 202 };
    }

    private PineconeIndexState Find(HttpCall call)
    {
        string name = call.RouteValues["name"];
        return indexes.Find(name) ?? throw NotFound(name);
    }

    private JsonObject Describe(PineconeIndexState index) => index.Describe(dataAddress());

    private static PineconeRefusalException NotFound(string name) => new(PineconeRefusal.NotFound($"Resource {name} not found"));

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw PineconeRefusalException.Invalid(message);
        }
    }

    private static HttpAnswer Json(JsonObject body, int status = 200) => HttpAnswer.OfRawJson(JsonSerializer.SerializeToUtf8Bytes(body), status);
}
