using System.Globalization;
using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Pinecone;

/// <summary>The data plane: vectors are saved, found, fetched, listed, changed and deleted.</summary>
internal sealed class PineconeDataRoutes(PineconeIndexes indexes, Func<HttpCall, PineconeRefusal?> check)
{
    private const int MaxRequestBytes = 2 * 1024 * 1024;
    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private const int MaxRecords = 1_000;
    private const int MaxTopK = 10_000;

    private PineconeDoubleOptions Options => indexes.Options;

    /// <summary>Adds the routes to a server.</summary>
    public void MapTo(LoopbackServer server) => server
        .Map("POST", "/{index}/vectors/upsert", Guarded(Upsert))
        .Map("POST", "/{index}/vectors/delete", Guarded(Delete))
        .Map("POST", "/{index}/vectors/update", Guarded(Update))
        .Map("POST", "/{index}/query", Guarded(Query))
        .Map("GET", "/{index}/vectors/fetch", Guarded(Fetch))
        .Map("POST", "/{index}/vectors/fetch_by_metadata", Guarded(FetchByMetadata))
        .Map("GET", "/{index}/vectors/list", Guarded(List))
        .Map("POST", "/{index}/describe_index_stats", Guarded(Stats))
        .Map("GET", "/{index}/namespaces", Guarded(ListNamespaces))
        .Map("GET", "/{index}/namespaces/{namespace}", Guarded(DescribeNamespace))
        .Map("DELETE", "/{index}/namespaces/{namespace}", Guarded(DeleteNamespace));

    private Func<HttpCall, HttpAnswer> Guarded(Func<PineconeIndexState, HttpCall, HttpAnswer> answer) => call =>
    {
        if (check(call) is { } refusal)
        {
            return refusal.ToDataAnswer();
        }

        if (indexes.FindByKey(call.RouteValues["index"]) is not { } index)
        {
            // Of an index that is gone only the gateway knows, and it does not speak JSON.
            return HttpAnswer.OfText("no such index", status: 404);
        }

        try
        {
            lock (index.Gate)
            {
                return answer(index, call);
            }
        }
        catch (PineconeRefusalException exception)
        {
            return exception.Refusal.ToDataAnswer();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return PineconeRefusal.Invalid($"The request cannot be read: {exception.Message}").ToDataAnswer();
        }
    };

    private HttpAnswer Upsert(PineconeIndexState index, HttpCall call)
    {
        if (call.Body.Length > MaxRequestBytes)
        {
            throw new PineconeRefusalException(new PineconeRefusal(
                400, "OUT_OF_RANGE", 11, string.Create(CultureInfo.InvariantCulture, $"message length too large: found {call.Body.Length} bytes, the limit is: {MaxRequestBytes} bytes")));
        }

        JsonElement body = call.Json();
        PineconeRecord[] records = [.. body.GetProperty("vectors").EnumerateArray().Select(vector => PineconeRecordRules.Read(vector, index.Dimension))];
        Require(records.Length is >= 1 and <= MaxRecords, $"An upsert has 1 to {MaxRecords} vectors");
        long sequence = index.Write(NamespaceOf(body), visible =>
        {
            foreach (PineconeRecord record in records)
            {
                visible[record.Id] = record;
            }
        });
        return Written(sequence, writer => writer.WriteNumber("upsertedCount", records.Length));
    }

    private HttpAnswer Delete(PineconeIndexState index, HttpCall call)
    {
        JsonElement body = call.Json();
        string name = NamespaceOf(body);
        bool all = body.TryGetProperty("deleteAll", out JsonElement deleteAll) && deleteAll.GetBoolean();
        bool byIds = body.TryGetProperty("ids", out JsonElement ids);
        bool byFilter = body.TryGetProperty("filter", out JsonElement filter);
        Require((all ? 1 : 0) + (byIds ? 1 : 0) + (byFilter ? 1 : 0) == 1, "Exactly one of ids, deleteAll and filter has to be given");
        if (index.Find(name) is null)
        {
            throw new PineconeRefusalException(PineconeRefusal.NotFound("Namespace not found"));
        }

        if (all)
        {
            return Written(index.Write(name, visible => visible.Clear()), static _ => { });
        }

        if (byIds)
        {
            string[] named = [.. ids.EnumerateArray().Select(PineconeRecordRules.ReadId)];
            Require(named.Length is >= 1 and <= MaxRecords, $"A deletion has 1 to {MaxRecords} ids");
            return Written(index.Write(name, visible => Array.ForEach(named, id => visible.Remove(id))), static _ => { });
        }

        Func<IReadOnlyDictionary<string, JsonElement>?, bool> matches = PineconeFilter.Compile(filter);
        return Written(
            index.Write(name, visible => Array.ForEach([.. visible.Values.Where(record => matches(record.Metadata))], record => visible.Remove(record.Id))),
            static _ => { });
    }

    private HttpAnswer Update(PineconeIndexState index, HttpCall call)
    {
        JsonElement body = call.Json();
        string name = NamespaceOf(body);
        IReadOnlyDictionary<string, JsonElement> changed = body.TryGetProperty("setMetadata", out JsonElement metadata)
            ? PineconeRecordRules.ReadMetadata(metadata)
            : new Dictionary<string, JsonElement>();
        if (body.TryGetProperty("filter", out JsonElement filter))
        {
            Func<IReadOnlyDictionary<string, JsonElement>?, bool> matches = PineconeFilter.Compile(filter);
            string[] ids = [.. (index.Find(name)?.Visible.Values ?? []).Where(record => matches(record.Metadata)).Select(record => record.Id)];
            bool isDry = body.TryGetProperty("dryRun", out JsonElement dry) && dry.GetBoolean();
            long? written = isDry ? null : index.Write(name, visible => Array.ForEach(ids, id => Change(visible, id, values: null, changed)));
            return Written(written, writer => writer.WriteNumber("matchedRecords", ids.Length));
        }

        string changedId = PineconeRecordRules.ReadId(body.GetProperty("id"));
        float[]? values = body.TryGetProperty("values", out JsonElement given) ? PineconeRecordRules.ReadValues(given, index.Dimension) : null;
        return Written(index.Write(name, visible => Change(visible, changedId, values, changed)), static _ => { });
    }

    private HttpAnswer Query(PineconeIndexState index, HttpCall call)
    {
        JsonElement body = call.Json();
        string name = NamespaceOf(body);
        int topK = body.GetProperty("topK").GetInt32();
        Require(topK is >= 1 and <= MaxTopK, $"topK has to be 1 to {MaxTopK}");
        bool withValues = body.TryGetProperty("includeValues", out JsonElement includeValues) && includeValues.GetBoolean();
        bool withMetadata = body.TryGetProperty("includeMetadata", out JsonElement includeMetadata) && includeMetadata.GetBoolean();
        Func<IReadOnlyDictionary<string, JsonElement>?, bool>? matches = body.TryGetProperty("filter", out JsonElement filter) ? PineconeFilter.Compile(filter) : null;
        PineconeNamespace? records = index.Find(name);
        float[]? vector = body.TryGetProperty("vector", out JsonElement given)
            ? PineconeRecordRules.ReadValues(given, index.Dimension)
            : records?.Visible.GetValueOrDefault(PineconeRecordRules.ReadId(body.GetProperty("id")))?.Values;
        (PineconeRecord Record, float Score)[] nearest = vector is null ? [] :
        [
            .. (records?.Visible.Values ?? [])
                .Where(record => (matches is null || matches(record.Metadata)) && !Options.Overlooks(record.Id))
                .Select(record => (Record: record, Score: PineconeScores.Score(index.Metric, vector, record, Options.ScoreError)))
                .OrderByDescending(hit => hit.Score)
                .Take(topK),
        ];
        HttpAnswer answer = PineconeAnswers.Write(writer =>
        {
            writer.WriteStartArray("results");
            writer.WriteEndArray();
            writer.WriteStartArray("matches");
            foreach ((PineconeRecord record, float score) in nearest)
            {
                PineconeAnswers.WriteMatch(writer, record, score, withValues, withMetadata);
            }

            writer.WriteEndArray();
            PineconeAnswers.WriteNamespaceAndUsage(writer, name);
        });
        Require(answer.Body.Length <= MaxAnswerBytes, $"The result is larger than {MaxAnswerBytes} bytes: ask for fewer, or without values and metadata");
        return WithSequence(answer, Options.UsesNewerHeaders ? "x-pinecone-lsn-reconciled" : "x-pinecone-max-indexed-lsn", records is { IsEmpty: false } ? records.IndexedSequence : null);
    }

    private HttpAnswer Fetch(PineconeIndexState index, HttpCall call)
    {
        string[] ids = [.. call.QueryValues.Where(pair => pair.Key == "ids").Select(pair => pair.Value)];
        Require(ids.Length is >= 1 and <= MaxRecords, $"A fetch has 1 to {MaxRecords} ids");
        string name = NamespaceOf(call);
        PineconeNamespace? records = index.Find(name);
        return PineconeAnswers.Write(writer =>
        {
            PineconeAnswers.WriteVectors(writer, ids.Distinct().Select(id => records?.Visible.GetValueOrDefault(id)).OfType<PineconeRecord>());
            PineconeAnswers.WriteNamespaceAndUsage(writer, name);
        });
    }

    private HttpAnswer FetchByMetadata(PineconeIndexState index, HttpCall call)
    {
        JsonElement body = call.Json();
        string name = NamespaceOf(body);
        Func<IReadOnlyDictionary<string, JsonElement>?, bool> matches = PineconeFilter.Compile(body.GetProperty("filter"));
        int limit = body.TryGetProperty("limit", out JsonElement given) ? given.GetInt32() : 100;
        Require(limit is >= 1 and <= MaxTopK, $"limit has to be 1 to {MaxTopK}");
        string? token = body.TryGetProperty("paginationToken", out JsonElement after) ? after.GetString() : null;
        PineconeNamespace? records = index.Find(name);
        IEnumerable<string> ids = (records?.SortedIds ?? []).Where(id => matches(records!.Visible[id].Metadata));
        (string[] page, string? next) = PineconePaging.Page(ids, token, Math.Min(limit, Options.PageSize));
        return PineconeAnswers.Write(writer =>
        {
            PineconeAnswers.WriteVectors(writer, page.Select(id => records!.Visible[id]));
            PineconeAnswers.WriteNamespaceAndUsage(writer, name);
            PineconeAnswers.WritePagination(writer, next);
        });
    }

    private HttpAnswer List(PineconeIndexState index, HttpCall call)
    {
        string name = NamespaceOf(call);
        PineconeNamespace? records = index.Find(name);
        (string[] page, string? next) = PineconePaging.Page(
            PineconePaging.WithPrefix(records?.SortedIds ?? [], call.QueryValue("prefix") ?? "", call.QueryValue("paginationToken")), token: null, PageSize(call));
        return PineconeAnswers.Write(writer =>
        {
            writer.WriteStartArray("vectors");
            foreach (string id in page)
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            PineconeAnswers.WriteNamespaceAndUsage(writer, name);
            PineconeAnswers.WritePagination(writer, next);
        });
    }

    private HttpAnswer Stats(PineconeIndexState index, HttpCall call)
    {
        Require(!call.Json().TryGetProperty("filter", out _), "Serverless and Starter indexes do not support describing index stats with metadata filtering");
        (string Name, int Count)[] counts = [.. index.NamespaceNames.Select(name => (Name: name, Count: index.Find(name)?.ReportedCount ?? 0)).Where(pair => pair.Count > 0)];
        return PineconeAnswers.Write(writer =>
        {
            writer.WriteStartObject("namespaces");
            foreach ((string name, int count) in counts)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("vectorCount", count);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteNumber("dimension", index.Dimension);
            writer.WriteNumber("indexFullness", 0);
            writer.WriteNumber("totalVectorCount", counts.Sum(pair => pair.Count));
            writer.WriteString("metric", index.Metric);
            writer.WriteString("vectorType", "dense");
        });
    }

    private HttpAnswer ListNamespaces(PineconeIndexState index, HttpCall call)
    {
        string prefix = call.QueryValue("prefix") ?? "";
        string[] names = [.. index.NamespaceNames.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        (string[] page, string? next) = PineconePaging.Page(names, call.QueryValue("paginationToken"), PageSize(call));
        return PineconeAnswers.Write(writer =>
        {
            writer.WriteStartArray("namespaces");
            foreach (string name in page)
            {
                writer.WriteStartObject();
                PineconeAnswers.WriteDescription(writer, name, index);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            PineconeAnswers.WritePagination(writer, next);
            writer.WriteNumber("total_count", names.Length);
        });
    }

    private HttpAnswer DescribeNamespace(PineconeIndexState index, HttpCall call)
    {
        string name = call.RouteValues["namespace"];
        return index.Find(name) is { IsEmpty: false }
            ? PineconeAnswers.Write(writer => PineconeAnswers.WriteDescription(writer, name, index))
            : throw new PineconeRefusalException(PineconeRefusal.NotFound("Namespace not found"));
    }

    private HttpAnswer DeleteNamespace(PineconeIndexState index, HttpCall call)
    {
        string name = call.RouteValues["namespace"];
        return index.Find(name) is null
            ? throw new PineconeRefusalException(PineconeRefusal.NotFound("Namespace not found"))
            : Written(index.Write(name, visible => visible.Clear()), static _ => { });
    }

    private int PageSize(HttpCall call)
    {
        int limit = int.Parse(call.QueryValue("limit") ?? "100", CultureInfo.InvariantCulture);
        Require(limit is >= 1 and <= 100, "limit has to be 1 to 100");
        return Math.Min(limit, Options.PageSize);
    }

    private HttpAnswer Written(long? sequence, Action<Utf8JsonWriter> write) =>
        WithSequence(PineconeAnswers.Write(write), Options.UsesNewerHeaders ? "x-pinecone-lsn-committed" : "x-pinecone-request-lsn", sequence);

    private HttpAnswer WithSequence(HttpAnswer answer, string header, long? sequence) => Options.TellsSequenceNumbers && sequence is { } number
        ? answer with { Headers = new Dictionary<string, string> { [header] = number.ToString(CultureInfo.InvariantCulture) } }
        : answer;

    private static void Change(
        Dictionary<string, PineconeRecord> visible, string id, float[]? values, IReadOnlyDictionary<string, JsonElement> metadata)
    {
        if (visible.TryGetValue(id, out PineconeRecord? record))
        {
            Dictionary<string, JsonElement> merged = record.Metadata is null ? [] : new(record.Metadata);
            foreach ((string name, JsonElement value) in metadata)
            {
                merged[name] = value;
            }

            visible[id] = record with { Values = values ?? record.Values, Metadata = merged };
        }
    }

    private static string NamespaceOf(JsonElement body) => Named(body.TryGetProperty("namespace", out JsonElement name) ? name.GetString() : null);

    private static string NamespaceOf(HttpCall call) => Named(call.QueryValue("namespace"));

    private static string Named(string? name) => string.IsNullOrEmpty(name) ? "__default__" : name;


    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw PineconeRefusalException.Invalid(message);
        }
    }
}
