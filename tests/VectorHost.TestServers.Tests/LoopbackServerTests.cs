using System.Net;
using System.Net.Http.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LoopbackServerTests : IAsyncDisposable
{
    private readonly LoopbackServer _server = new();
    private readonly HttpClient _client = new();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_route_gets_the_unescaped_values_of_its_placeholders()
    {
        _server.Map("GET", "/things/{name}/parts", call => HttpAnswer.OfText($"{call.RouteValues["name"]}:{call.QueryValue("q")}"));
        await _server.StartAsync();

        Assert.That(await _client.GetStringAsync(At("things/a%2Fb%20c/parts?q=1%2B2&q=3")), Is.EqualTo("a/b c:1+2"));
    }

    [Test]
    public async Task A_route_with_fewer_placeholders_comes_first()
    {
        _server.Map("GET", "/things/{name}", _ => HttpAnswer.OfText("any"));
        _server.Map("GET", "/things/one", _ => HttpAnswer.OfText("one"));
        await _server.StartAsync();

        Assert.That(await _client.GetStringAsync(At("things/one")), Is.EqualTo("one"));
        Assert.That(await _client.GetStringAsync(At("things/two")), Is.EqualTo("any"));
    }

    [Test]
    public async Task An_unknown_path_or_method_is_not_found()
    {
        _server.Map("GET", "/things", _ => HttpAnswer.OfText("here"));
        await _server.StartAsync();

        Assert.That((await _client.GetAsync(At("other"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _client.DeleteAsync(At("things"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Every_exchange_is_kept_with_its_bodies()
    {
        _server.Map("PUT", "/things/{name}", call => HttpAnswer.OfJson(new { got = call.Json().GetProperty("a").GetInt32() }, status: 201));
        await _server.StartAsync();

        await _client.PutAsJsonAsync(At("things/x?wait=true"), new { a = 7 });

        HttpExchange exchange = _server.Exchanges.Single();
        Assert.That(exchange.Request.BodyText, Is.EqualTo("""{"a":7}"""));
        Assert.That(exchange.Request.Headers["content-type"], Does.StartWith("application/json"));
        Assert.That(exchange.ToString(), Is.EqualTo("""PUT /things/x?wait=true -> 201 {"got":7}"""));
    }

    [Test]
    public async Task An_interceptor_answers_instead_of_the_route_or_leaves_it_to_it()
    {
        bool isDown = true;
        _server.Map("GET", "/things", _ => HttpAnswer.OfText("here"));
        _server.Intercept = (_, _) => Task.FromResult(isDown ? new HttpAnswer { Status = 503 } : null);
        await _server.StartAsync();

        Assert.That((await _client.GetAsync(At("things"))).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        isDown = false;
        Assert.That(await _client.GetStringAsync(At("things")), Is.EqualTo("here"));
    }

    [Test]
    public async Task An_answer_can_be_cut_in_its_middle()
    {
        _server.Map("GET", "/things", _ => HttpAnswer.OfText(new string('x', 1_000)) with { CutAfter = 500 });
        await _server.StartAsync();

        await Assert.ThatAsync(async () => await _client.GetStringAsync(At("things")), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_server_whose_handler_waits_forever_still_ends()
    {
        TaskCompletionSource entered = new();
        _server.Map("GET", "/things", async (_, cancellationToken) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpAnswer();
        });
        await _server.StartAsync();
        Task<HttpResponseMessage> waiting = _client.GetAsync(At("things"));
        await entered.Task;

        await _server.DisposeAsync();

        await Assert.ThatAsync(async () => await waiting, Throws.InstanceOf<HttpRequestException>());
    }

    private Uri At(string path) => new(_server.Address, path);
}
