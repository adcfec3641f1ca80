using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>What Qdrant tells about a collection.</summary>
internal static class CollectionDescription
{
    public static object Of(DoubleCollection collection, QdrantDoubleOptions options) => new
    {
        status = "green",
        optimizer_status = "ok",
        indexed_vectors_count = 0,
        points_count = collection.Points.Count,
        segments_count = 2,
        config = new
        {
            @params = new
            {
                vectors = new { size = collection.Size, distance = collection.Distance },
                shard_number = 1,
                replication_factor = 1,
                write_consistency_factor = 1,
                on_disk_payload = true,
            },
            hnsw_config = new { m = 16, ef_construct = 100, full_scan_threshold = 10_000, max_indexing_threads = 0, on_disk = false },
            optimizer_config = new { deleted_threshold = 0.2, vacuum_min_vector_number = 1_000, default_segment_number = 0, flush_interval_sec = 5 },
            strict_mode_config = StrictMode(options.StrictMode),
            metadata = collection.Metadata.ValueKind is JsonValueKind.Object ? collection.Metadata : (JsonElement?)null,
        },
        payload_schema = collection.Indexes.ToDictionary(index => index.Key, index => IndexInfo(index.Value, collection, index.Key)),
    };

    private static object StrictMode(QdrantStrictMode strict) => new
    {
        enabled = true,
        max_query_limit = strict.MaxQueryLimit,
        max_timeout = strict.MaxTimeout,
        unindexed_filtering_retrieve = strict.AllowsUnindexedFilters,
        unindexed_filtering_update = strict.AllowsUnindexedFilters,
        search_allow_exact = strict.AllowsExact,
        upsert_max_batchsize = strict.UpsertMaxBatchSize,
        filter_max_conditions = strict.FilterMaxConditions,
        condition_max_size = strict.ConditionMaxSize,
        read_rate_limit = strict.ReadRateLimit,
    };

    private static object IndexInfo(JsonElement schema, DoubleCollection collection, string field)
    {
        int points = collection.Points.Count(point => point.Values(field).Any());
        return schema.ValueKind is JsonValueKind.String
            ? new { data_type = schema.GetString()!, points }
            : new { data_type = schema.GetProperty("type").GetString()!, @params = schema, points };
    }
}
