using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Search;
using VectorHost.Plugins.Postgres.Tables;
using VectorHost.TestServers.Postgres;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>The index over vectors: when it is built, that it is used, and that its answers are as good as without.</summary>
[TestFixture]
public sealed class PostgresIndexTests : PostgresTest
{
    private const int Dimensions = 48;

    private static readonly ChunkRecord[] Records = ClusteredRecords(6_000, Dimensions);

    [Test]
    public async Task Searching_by_the_index_finds_what_an_exact_search_finds()
    {
        await using IVectorStore store = await ConnectIndexedAsync();
        int found = 0;

        for (int number = 0; number < 50; number++)
        {
            VectorQuery query = Query(Clustered(number + 500_000, Dimensions), top: 10);
            IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);
            IReadOnlyList<SearchHit> expected = ExactSearch.Search(Records, query);

            Assert.That(hits, Has.Count.EqualTo(10));
            Assert.That(hits.Select(hit => hit.Score), Is.Ordered.Descending);
            found += hits.Select(hit => hit.Record.Id).Intersect(expected.Select(hit => hit.Record.Id)).Count();
        }

        Assert.That(found, Is.GreaterThanOrEqualTo(490), "of 500");
    }

    [Test]
    public async Task The_server_uses_the_index_where_it_may_and_not_where_it_may_not()
    {
        await using IVectorStore store = await ConnectIndexedAsync();
        VectorSearch search = new(new CollectionNames(Backend.Schema, Backend.Collection, "public"), Query(Records[0].Embedding, top: 10));

        Assert.That(await ExplainAsync(search.ByIndex()), Does.Contain($"{Backend.Collection}_hnsw_{Dimensions}".Replace("\"", "\"\"", StringComparison.Ordinal)));
        Assert.That(await ExplainAsync(search.Exactly()), Does.Not.Contain("_hnsw_"));
    }

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(1_500)]
    public async Task A_filter_that_matches_few_still_fills_the_list(int top)
    {
        await using IVectorStore store = await ConnectToIndexAloneAsync();
        VectorQuery query = Query(Records[0].Embedding, top) with { Filter = new RecordFilter { PathPrefix = "src/file1" } };

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);

        Assert.That(hits, Has.Count.EqualTo(Math.Min(top, Records.Count(record => ExactSearch.Matches(query.Filter, record)))));
    }

    [Test]
    public async Task A_filter_that_matches_fewer_than_asked_for_gives_them_all_in_exact_order()
    {
        await using IVectorStore store = await ConnectToIndexAloneAsync();
        VectorQuery query = Query(Records[0].Embedding, top: 50) with { Filter = new RecordFilter { PathPrefix = "src/file100" } };

        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(Records, query));
    }

    [Test]
    public async Task An_exact_store_searches_exactly_though_there_is_an_index()
    {
        await (await ConnectIndexedAsync()).DisposeAsync();
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["exact"] = "true" });

        for (int number = 0; number < 20; number++)
        {
            VectorQuery query = Query(Clustered(number + 500_000, Dimensions), top: 100);
            Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(Records, query));
        }
    }

    [Test]
    public async Task Equal_scores_come_in_the_order_of_their_ids_by_the_index_too()
    {
        await using IVectorStore store = await ConnectIndexedAsync();
        float[] vector = TestData.RandomVector(7, Dimensions);
        ChunkRecord[] equal = [.. TestData.Records(30, "equal", Dimensions).Select(record => record with { Embedding = vector })];
        await store.SaveAsync(equal, TestData.Metadata("equal", Dimensions));

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(Query(vector, top: 12));

        Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(equal.Select(record => record.Id).Order().Take(12)));
    }

    [Test]
    public async Task What_is_saved_changed_and_deleted_after_the_index_was_built_is_found_as_it_is()
    {
        await using IVectorStore store = await ConnectIndexedAsync();
        float[] vector = TestData.RandomVector(99, Dimensions);
        ChunkRecord added = TestData.Record(100_000, dimensions: Dimensions) with { Embedding = vector };
        await store.SaveAsync([added], TestData.Metadata(dimensions: Dimensions));
        Assert.That((await store.SearchAsync(Query(vector, top: 1))).Single().Record.Id, Is.EqualTo(added.Id));

        await store.SaveAsync([added with { Embedding = Records[0].Embedding }], TestData.Metadata(dimensions: Dimensions));
        Assert.That((await store.SearchAsync(Query(vector, top: 1))).Single().Record.Id, Is.Not.EqualTo(added.Id));

        await store.DeleteAsync(RecordFilter.ForIds([added.Id]));
        Assert.That((await store.SearchAsync(Query(Records[0].Embedding, top: 5))).Select(hit => hit.Record.Id), Does.Not.Contain(added.Id));
    }

    [Test]
    public async Task The_index_is_built_once_there_are_enough_vectors_of_one_length_and_not_before()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "100" });

        await store.SaveAsync(TestData.Records(99), TestData.Metadata());
        await store.SaveAsync(TestData.Records(99, "wide", dimensions: 24), TestData.Metadata("wide", dimensions: 24));
        Assert.That(await IndexesAsync(), Is.Empty);

        await store.SaveAsync([TestData.Record(99)], TestData.Metadata());
        Assert.That(await IndexesAsync(), Is.EqualTo($"{Backend.Collection}_hnsw_16"));
    }

    [Test]
    public async Task A_run_that_is_not_complete_is_indexed_as_it_grows()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "5000" });
        IndexMetadata writing = TestData.Metadata(dimensions: 4) with { State = IndexState.Writing };
        ChunkRecord[][] batches = [.. TestData.Records(11_000, dimensions: 4).Chunk(2_000)];
        foreach (ChunkRecord[] batch in batches[..4])
        {
            await store.SaveAsync(batch, writing);
        }

        Assert.That(await IndexesAsync(), Is.Empty, "it is looked for every 10,000 records");
        await store.SaveAsync(batches[4], writing);
        Assert.That(await IndexesAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task Far_more_vectors_than_an_index_is_built_for_are_left_to_the_administrator_with_the_command()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "10" });

        await store.SaveAsync(TestData.Records(41), TestData.Metadata());

        string message = Backend.Log.Messages.Single(text => text.Contains("CREATE INDEX", StringComparison.Ordinal));
        await Backend.ExecuteAsync(message[message.IndexOf("CREATE INDEX", StringComparison.Ordinal)..]);
        Assert.That(await store.SearchAsync(Query(TestData.RandomVector(1), top: 5)), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task An_index_that_the_user_may_not_build_is_a_warning_and_the_save_succeeds()
    {
        await (await Backend.ConnectAsync()).DisposeAsync();
        await WithRoleAsync(async role =>
        {
            string schema = Backend.Table("chunk").Split('.')[0];
            await Backend.ExecuteAsync($"GRANT USAGE ON SCHEMA {schema} TO {role}");
            await Backend.ExecuteAsync($"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}");
            await using IVectorStore store = await Backend.ConnectAsync(new(AsUser(role, Backend.Schema)) { ["index_from"] = "10" });

            await store.SaveAsync(TestData.Records(20), TestData.Metadata());
            await store.SaveAsync(TestData.Records(30), TestData.Metadata());

            Assert.That(Backend.Log.Messages.Count(message => message.Contains("could not be indexed", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(await store.SearchAsync(Query(TestData.RandomVector(1), top: 50)), Has.Count.EqualTo(30));
        });
    }

    [Test]
    public async Task An_index_goes_when_its_vectors_are_cleared_and_comes_back_with_the_next()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "10" });
        await store.SaveAsync(TestData.Records(20), TestData.Metadata());
        await store.SaveAsync(TestData.Records(20, "wide", dimensions: 24), TestData.Metadata("wide", dimensions: 24));

        await store.ClearAsync(TestData.Repository);
        Assert.That(await IndexesAsync(), Is.EqualTo($"{Backend.Collection}_hnsw_24"));

        await store.SaveAsync(TestData.Records(20), TestData.Metadata());
        Assert.That(await IndexesAsync(), Does.Contain("_hnsw_16").And.Contain("_hnsw_24"));
    }

    [Test]
    public async Task An_index_that_took_too_long_once_is_not_tried_again()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "10" });
        await Backend.ExecuteAsync($"COMMENT ON COLUMN {Backend.Table("chunk")}.embedding IS 'Indexing vectors of 16 dimensions took longer than 60s.'");

        await store.SaveAsync(TestData.Records(20), TestData.Metadata());
        await store.SaveAsync(TestData.Records(20, "wide", dimensions: 24), TestData.Metadata("wide", dimensions: 24));

        Assert.That(await IndexesAsync(), Is.EqualTo($"{Backend.Collection}_hnsw_24"));
    }

    [Test]
    public async Task Vectors_too_long_for_an_index_are_searched_exactly()
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "1" });
        ChunkRecord[] records = TestData.Records(30, dimensions: 2_001);

        await store.SaveAsync(records, TestData.Metadata(dimensions: 2_001));

        Assert.That(await IndexesAsync(), Is.Empty);
        VectorQuery query = Query(TestData.RandomVector(5, 2_001), top: 10);
        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(records, query));
    }

    [Test]
    public async Task Stores_that_all_find_it_is_time_build_one_index()
    {
        IVectorStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Backend.ConnectAsync(new() { ["index_from"] = "300" })));
        ChunkRecord[] records = TestData.Records(400);

        await Task.WhenAll(stores.Select((store, number) => store.SaveAsync(records[(number * 100)..((number + 1) * 100)], TestData.Metadata())));
        await stores[0].SaveAsync([], TestData.Metadata());

        Assert.That(await IndexesAsync(), Is.EqualTo($"{Backend.Collection}_hnsw_16"));
        foreach (IVectorStore store in stores)
        {
            Assert.That(await store.SearchAsync(Query(TestData.RandomVector(1), top: 10)), Has.Count.EqualTo(10));
            await store.DisposeAsync();
        }
    }

    private async Task<IVectorStore> ConnectIndexedAsync()
    {
        IVectorStore store = await Backend.ConnectAsync(new() { ["index_from"] = "5000" });
        foreach (ChunkRecord[] batch in Records.Chunk(2_000))
        {
            await store.SaveAsync(batch, TestData.Metadata(dimensions: Dimensions));
        }

        Assert.That(await IndexesAsync(), Is.Not.Empty, () => string.Join('\n', Backend.Log.Messages));
        await Backend.ExecuteAsync($"ANALYZE {Backend.Table("chunk")}");
        return store;
    }

    /// <summary>A store whose connections take the index over vectors whatever the server thinks of it.</summary>
    private async Task<IVectorStore> ConnectToIndexAloneAsync()
    {
        await (await ConnectIndexedAsync()).DisposeAsync();
        return await Backend.ConnectAsync(new()
        {
            ["host"] = null,
            ["port"] = null,
            ["username"] = null,
            ["password"] = null,
            ["connection_string"] = $"{(await PostgresServer.GetSharedAsync()).ConnectionString};Options=-c enable_seqscan=off -c enable_bitmapscan=off",
        });
    }

    /// <summary>The names of the indexes over vectors.</summary>
    private async Task<string> IndexesAsync() => await Backend.QueryAsync<string>($"""
        SELECT coalesce(string_agg(indexname::text, ' '), '') FROM pg_indexes
        WHERE schemaname = '{Backend.Schema}' AND indexdef LIKE '%USING hnsw%'
        """);

    private static async Task<string> ExplainAsync(NpgsqlBatchCommand search)
    {
        await using NpgsqlConnection connection = new($"{(await PostgresServer.GetSharedAsync()).ConnectionString};Pooling=false");
        await connection.OpenAsync();
        List<string> lines = [];
        await using NpgsqlDataReader rows = await connection.QueryAsync(
            CancellationToken.None, Sql.Statement($"EXPLAIN {search.CommandText}", [.. search.Parameters.Select(parameter => parameter.Clone())]));
        while (await rows.ReadAsync())
        {
            lines.Add(rows.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
