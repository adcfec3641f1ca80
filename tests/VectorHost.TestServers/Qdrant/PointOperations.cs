using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Qdrant;

/// <summary>What the double does with the points of a collection. Its caller holds the lock.</summary>
internal sealed class PointOperations(QdrantDoubleOptions options)
{
    private const int DefaultLimit = 10;

    private static readonly Version FirstWithPrefixes = new(1, 19);

    private int _reads;

    private QdrantStrictMode Strict => options.StrictMode;

    public object CreateIndex(DoubleCollection collection, HttpCall call)
    {
        JsonElement body = call.Json();
        JsonElement schema = body.GetProperty("field_schema");
        string? type = schema.ValueKind is JsonValueKind.String ? schema.GetString() : schema.GetProperty("type").GetString();
        if (type is not ("keyword" or "integer" or "float" or "bool" or "uuid" or "datetime" or "text" or "geo"))
        {
            throw QdrantRefusalException.Format("data did not match any variant of untagged enum PayloadFieldSchema");
        }

        // A server that does not know prefixes forgets that it was asked for them.
        JsonElement known = options.Version < FirstWithPrefixes ? JsonSerializer.SerializeToElement(type) : schema;
        return Changed(collection, call, () => collection.Indexes[body.GetProperty("field_name").GetString()!] = known);
    }

    public object Upsert(DoubleCollection collection, HttpCall call)
    {
        JsonElement points = call.Json().GetProperty("points");
        RefuseAbove(Strict.UpsertMaxBatchSize, points.GetArrayLength(), "upsert limit");
        List<(PointId Id, float[] Vector, JsonElement Payload)> read =
        [
            .. from point in points.EnumerateArray()
               select (PointId.Read(point.GetProperty("id")),
                   collection.ReadVector(point.GetProperty("vector")),
                   point.TryGetProperty("payload", out JsonElement payload) ? payload : default),
        ];
        return Changed(collection, call, () => read.ForEach(point => collection.Put(point.Id, point.Vector, point.Payload)));
    }

    public object Delete(DoubleCollection collection, HttpCall call)
    {
        JsonElement body = call.Json();
        if (body.TryGetProperty("points", out JsonElement ids))
        {
            HashSet<PointId> unwanted = [.. ids.EnumerateArray().Select(PointId.Read)];
            return Changed(collection, call, () => collection.Remove(point => unwanted.Contains(point.Id)));
        }

        DoubleFilter filter = ReadFilter(collection, body) ?? throw QdrantRefusalException.Format("data did not match any variant of untagged enum PointsSelector");
        return Changed(collection, call, () => collection.Remove(filter.Matches));
    }

    public object Retrieve(DoubleCollection collection, HttpCall call)
    {
        NoteRead(collection);
        JsonElement body = call.Json();
        return body.GetProperty("ids").EnumerateArray()
            .Select(id => collection.Find(PointId.Read(id)))
            .OfType<DoublePoint>()
            .Select(point => Describe(point, body, hasPayloadByDefault: true));
    }

    public object Scroll(DoubleCollection collection, HttpCall call)
    {
        NoteRead(collection);
        JsonElement body = call.Json();
        int limit = ReadLimit(body);
        DoubleFilter? filter = ReadFilter(collection, body);
        PointId? offset = body.TryGetProperty("offset", out JsonElement first) && first.ValueKind is not JsonValueKind.Null
            ? PointId.Read(first)
            : null;
        DoublePoint[] page =
        [
            .. collection.Points
                .Where(point => offset is null || PointId.Order.Compare(point.Id, offset.Value) >= 0)
                .Where(point => filter?.Matches(point) is not false)
                .Take(limit + 1),
        ];
        return new
        {
            points = page.Take(limit).Select(point => Describe(point, body, hasPayloadByDefault: true)),
            next_page_offset = page.Length > limit ? page[limit].Id.ToJson() : null,
        };
    }

    public object Query(DoubleCollection collection, HttpCall call)
    {
        NoteRead(collection);
        JsonElement body = call.Json();
        int limit = ReadLimit(body);
        DoubleFilter? filter = ReadFilter(collection, body);
        RefuseExact(body.TryGetProperty("params", out JsonElement search) && search.TryGetProperty("exact", out JsonElement exact) && exact.GetBoolean());
        float[] query = DoubleDistance.Stored(collection.Distance, collection.ReadVector(QueryVector(body.GetProperty("query"))));
        int skipped = body.TryGetProperty("offset", out JsonElement offset) && offset.ValueKind is JsonValueKind.Number ? offset.GetInt32() : 0;
        int direction = DoubleDistance.IsSimilarity(collection.Distance) ? -1 : 1;

        // Equal scores come in no order that a caller may rely on: here backwards.
        var best = collection.Points
            .Where(point => filter?.Matches(point) is not false)
            .Select(point => (Point: point, Score: DoubleDistance.Score(collection.Distance, query, point.Vector)))
            .OrderBy(hit => direction * hit.Score)
            .ThenByDescending(hit => hit.Point.Id, PointId.Order)
            .Skip(skipped)
            .Take(limit);
        if (body.TryGetProperty("score_threshold", out JsonElement threshold) && threshold.ValueKind is JsonValueKind.Number)
        {
            best = best.Where(hit => direction * hit.Score <= direction * threshold.GetSingle());
        }

        return new
        {
            points = best.Select(hit =>
            {
                Dictionary<string, object?> described = Describe(hit.Point, body, hasPayloadByDefault: false);
                described["version"] = hit.Point.Version;
                described["score"] = hit.Score;
                return described;
            }),
        };
    }

    public object Count(DoubleCollection collection, HttpCall call)
    {
        NoteRead(collection);
        JsonElement body = call.Json();
        DoubleFilter? filter = ReadFilter(collection, body);
        bool isExact = !body.TryGetProperty("exact", out JsonElement exact) || exact.GetBoolean();
        RefuseExact(isExact);
        int count = collection.Points.Count(point => filter?.Matches(point) is not false);

        // An estimate need not be right, so that nobody takes it for the truth.
        return new { count = isExact || count == 0 ? count : count + 1 };
    }

    private static JsonElement QueryVector(JsonElement query) =>
        query.ValueKind is JsonValueKind.Object && query.TryGetProperty("nearest", out JsonElement nearest) ? nearest : query;

    private static object Changed(DoubleCollection collection, HttpCall call, Action change)
    {
        bool isWaitedFor = call.QueryValue("wait") == "true";
        long operation = collection.Change(isWaitedFor, change);
        return new { operation_id = operation, status = isWaitedFor ? "completed" : "acknowledged" };
    }

    private static Dictionary<string, object?> Describe(DoublePoint point, JsonElement body, bool hasPayloadByDefault)
    {
        Dictionary<string, object?> described = new() { ["id"] = point.Id.ToJson() };
        if (PayloadSelection.Select(point.Payload, body, hasPayloadByDefault) is { } payload)
        {
            described["payload"] = payload;
        }

        if (body.TryGetProperty("with_vector", out JsonElement withVector) && withVector.ValueKind is JsonValueKind.True)
        {
            described["vector"] = point.Vector;
        }

        return described;
    }

    private int ReadLimit(JsonElement body)
    {
        if (!body.TryGetProperty("limit", out JsonElement element) || element.ValueKind is JsonValueKind.Null)
        {
            return DefaultLimit;
        }

        int limit = element.GetInt32();
        if (limit < 1)
        {
            throw QdrantRefusalException.Invalid($"limit: value {limit} invalid, must be 1 or larger");
        }

        RefuseAbove(Strict.MaxQueryLimit, limit, "limit");
        return limit;
    }

    private DoubleFilter? ReadFilter(DoubleCollection collection, JsonElement body)
    {
        if (!body.TryGetProperty("filter", out JsonElement element) || element.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        DoubleFilter filter = new(element, options.Version);
        if (filter.Fields.Find(field => !Strict.AllowsUnindexedFilters && !IsIndexed(collection, field.Key, field.NeedsPrefix)) is { Key: { } missing })
        {
            throw QdrantRefusalException.Strict(
                $"Index required but not found for \"{missing}\" of one of the following types: [keyword]",
                "Create an index for this key or use a different filter.");
        }

        if (filter.Count > Strict.FilterMaxConditions)
        {
            throw QdrantRefusalException.Strict(
                $"Filter condition limit reached ({filter.Count} > {Strict.FilterMaxConditions})", "Reduce the amount of conditions of your filter.");
        }

        return filter.LargestCondition > Strict.ConditionMaxSize
            ? throw QdrantRefusalException.Strict(
                $"Condition size limit reached ({filter.LargestCondition} > {Strict.ConditionMaxSize})", "Reduce the size of your condition.")
            : filter;
    }

    private static bool IsIndexed(DoubleCollection collection, string field, bool needsPrefix) =>
        collection.Indexes.TryGetValue(field, out JsonElement schema)
        && (!needsPrefix || (schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("prefix", out JsonElement prefix) && prefix.GetBoolean()));

    private void RefuseExact(bool isExact)
    {
        if (isExact && !Strict.AllowsExact)
        {
            throw QdrantRefusalException.Strict("Exact search disabled!", "Set exact=false.");
        }
    }

    private static void RefuseAbove(int? most, int value, string name)
    {
        if (value > most)
        {
            throw QdrantRefusalException.Strict($"Limit exceeded {value} > {most} for \"{name}\"", $"Reduce the \"{name}\" parameter to or below {most}.");
        }
    }

    private void NoteRead(DoubleCollection collection)
    {
        collection.NoteRead();
        if (++_reads > Strict.ReadRateLimit)
        {
            throw QdrantRefusalException.Throttled();
        }
    }
}
