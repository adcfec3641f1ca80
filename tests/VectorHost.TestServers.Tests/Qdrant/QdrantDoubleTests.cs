using System.Net;
using System.Text;
using System.Text.Json;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.TestServers.Tests.Qdrant;

/// <summary>The double refuses what Qdrant refuses, so that whoever passes with it passes with Qdrant.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QdrantDoubleTests : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private QdrantDouble _server = null!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("POST", "points/scroll", """{"limit":11}""", "Limit exceeded 11 > 10 for \"limit\"")]
    [TestCase("POST", "points/query", """{"query":[1,0],"limit":11}""", "Limit exceeded 11 > 10 for \"limit\"")]
    [TestCase("POST", "points/query", """{"query":[1,0],"params":{"exact":true}}""", "Exact search disabled!")]
    [TestCase("POST", "points/count", """{"exact":true}""", "Exact search disabled!")]
    [TestCase("POST", "points/count", """{}""", "Exact search disabled!")]
    [TestCase("PUT", "points?timeout=61", """{"points":[]}""", "Limit exceeded 61 > 60 for \"timeout\"")]
    [TestCase("PUT", "points", """{"points":[{"id":1,"vector":[1,0]},{"id":2,"vector":[1,0]},{"id":3,"vector":[1,0]}]}""", "Limit exceeded 3 > 2 for \"upsert limit\"")]
    [TestCase("POST", "points/scroll", """{"filter":{"must":[{"key":"b","match":{"value":"x"}}]}}""", "Index required but not found for \"b\"")]
    [TestCase("POST", "points/delete", """{"filter":{"must":[{"key":"b","match":{"value":"x"}}]}}""", "Index required but not found for \"b\"")]
    [TestCase("POST", "points/scroll", """{"filter":{"must":[{"key":"a","match":{"prefix":"x"}}]}}""", "Index required but not found for \"a\"")]
    [TestCase("POST", "points/scroll", """{"filter":{"must":[{"has_id":[1]},{"has_id":[1]},{"should":[{"has_id":[1]}]}]}}""", "Filter condition limit reached (3 > 2)")]
    [TestCase("POST", "points/scroll", """{"filter":{"must":[{"key":"a","match":{"any":["1","2","3","4"]}}]}}""", "Condition size limit reached (4 > 3)")]
    public async Task Strict_mode_refuses(string method, string path, string body, string problem)
    {
        await StartAsync(new QdrantDoubleOptions
        {
            StrictMode = new QdrantStrictMode
            {
                MaxQueryLimit = 10,
                AllowsExact = false,
                MaxTimeout = 60,
                UpsertMaxBatchSize = 2,
                FilterMaxConditions = 2,
                ConditionMaxSize = 3,
            },
        });
        await SendAsync("PUT", "index?wait=true", """{"field_name":"a","field_schema":"keyword"}""");

        (HttpStatusCode status, string answer) = await SendAsync(method, path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(ErrorOf(answer), Does.StartWith("Bad request: ").And.Contain(problem).And.Contain(" Help: "));
    }

    [TestCase("PUT", "points", """{"points":[{"id":1}]}""", 400)]
    [TestCase("PUT", "points", """{"points":[{"id":-1,"vector":[1,0]}]}""", 400)]
    [TestCase("PUT", "points", """{"points":[{"id":1,"vector":{"a":[1,0]}}]}""", 400)]
    [TestCase("PUT", "points", """{"points":[""", 400)]
    [TestCase("POST", "points/scroll", """{"filter":{"most":[]}}""", 400)]
    [TestCase("POST", "points/scroll", """{"filter":{"must":[{"key":"a","match":{"equals":"x"}}]}}""", 400)]
    [TestCase("POST", "points/scroll", """{"limit":0}""", 422)]
    [TestCase("POST", "points/delete", """{}""", 400)]
    public async Task What_is_no_request_is_refused_and_changes_nothing(string method, string path, string body, int status)
    {
        await StartAsync();

        Assert.That((int)(await SendAsync(method, path + "?wait=true", body)).Status, Is.EqualTo(status));
        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_body_that_is_too_large_is_a_bad_request()
    {
        await StartAsync(new QdrantDoubleOptions { MaxRequestBytes = 100 });

        (HttpStatusCode status, string answer) = await SendAsync("PUT", "points", new string(' ', 101));

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(ErrorOf(answer), Is.EqualTo("JSON payload (101 bytes) is larger than allowed (limit: 100 bytes)."));
    }

    [TestCase(null, null, 401)]
    [TestCase("api-key", "wrong", 401)]
    [TestCase("api-key", "key", 200)]
    [TestCase("Authorization", "Bearer key", 200)]
    [TestCase("api-key", "reader", 403)]
    public async Task Writing_needs_the_key(string? header, string? value, int status)
    {
        await StartAsync(new QdrantDoubleOptions { ApiKey = "key", ReadOnlyApiKey = "reader" }, create: false);
        if (header is not null)
        {
            _client.DefaultRequestHeaders.Add(header, value);
        }

        Assert.That((int)(await SendAsync("PUT", "", """{"vectors":{"size":2,"distance":"Dot"}}""")).Status, Is.EqualTo(status));
        Assert.That((await _client.GetAsync(_server.Server.Address)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "the version needs no key");
    }

    [Test]
    public async Task Reads_beyond_the_limit_are_throttled_and_say_for_how_long()
    {
        await StartAsync(new QdrantDoubleOptions { StrictMode = new QdrantStrictMode { ReadRateLimit = 1 } });
        await CountAsync();

        using HttpResponseMessage answer = await _client.PostAsync(At("points/count"), new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task An_older_version_knows_no_prefixes_and_forgets_that_it_was_asked_for_them()
    {
        await StartAsync(new QdrantDoubleOptions { Version = new Version(1, 18, 0) });
        await SendAsync("PUT", "index?wait=true", """{"field_name":"a","field_schema":{"type":"keyword","prefix":true}}""");

        Assert.That((await SendAsync("GET", "", null)).Body, Does.Contain("\"a\":{\"data_type\":\"keyword\"").And.Not.Contain("prefix"));
        Assert.That((await SendAsync("POST", "points/scroll", """{"filter":{"must":[{"key":"a","match":{"prefix":"x"}}]}}""")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task An_estimated_count_is_not_the_true_one()
    {
        await StartAsync();
        await SendAsync("PUT", "points?wait=true", """{"points":[{"id":1,"vector":[1,0]}]}""");

        Assert.That((await SendAsync("POST", "points/count", """{"exact":false}""")).Body, Does.Contain("\"count\":2"));
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Equal_scores_come_in_an_order_that_nobody_can_take_for_that_of_ids()
    {
        await StartAsync();
        await SendAsync("PUT", "points?wait=true", """{"points":[{"id":1,"vector":[1,0]},{"id":2,"vector":[1,0]}]}""");

        Assert.That((await SendAsync("POST", "points/query", """{"query":[1,0],"limit":1}""")).Body, Does.Contain("\"id\":2"));
    }

    private async Task StartAsync(QdrantDoubleOptions? options = null, bool create = true)
    {
        _server = await new QdrantDouble(options).StartAsync();
        if (create)
        {
            await SendAsync("PUT", "", """{"vectors":{"size":2,"distance":"Dot"}}""");
        }
    }

    private async Task<int> CountAsync()
    {
        (_, string body) = await SendAsync("POST", "points/count", """{"exact":true}""");
        return JsonElement.Parse(body).GetProperty("result").GetProperty("count").GetInt32();
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path, string? body)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), At(path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Uri At(string path) => new(_server.Server.Address, $"collections/things/{path}".TrimEnd('/'));

    private static string ErrorOf(string answer) => JsonElement.Parse(answer).GetProperty("status").GetProperty("error").GetString()!;
}
