using System.Net;
using System.Net.Sockets;
using System.Text;
using VectorHost.TestServers.Faults;

namespace VectorHost.Conformance.Tests.Faults;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FaultProxyTests : IAsyncDisposable
{
    private readonly EchoServer _server = new();
    private readonly FaultProxy _proxy;
    private readonly HttpClient _client;

    public FaultProxyTests()
    {
        _proxy = new FaultProxy(_server.EndPoint);
        _client = new HttpClient(_proxy.CreateHttpHandler());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Test]
    public async Task What_both_sides_say_arrives_as_it_was_sent(CancellationToken cancellationToken)
    {
        string large = new('x', 300_000);

        Assert.That(await SendAsync("hello", cancellationToken), Is.EqualTo("\"hello\""));
        Assert.That(await SendAsync(large, cancellationToken), Is.EqualTo($"\"{large}\""));
        Assert.That(_proxy.ExchangeCount, Is.EqualTo(2));
    }

    [Test]
    public async Task The_exchange_that_was_chosen_goes_wrong_and_those_before_and_after_do_not(CancellationToken cancellationToken)
    {
        Task struck = _proxy.Inject(Fault.Answer(HttpStatusCode.ServiceUnavailable), skip: 2, times: 1);
        List<HttpStatusCode> statuses = [];

        for (int number = 0; number < 4; number++)
        {
            using HttpResponseMessage answer = await PostAsync("a", cancellationToken);
            statuses.Add(answer.StatusCode);
            Assert.That(struck.IsCompleted, Is.EqualTo(number >= 2));
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK }));
        Assert.That(_server.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_dropped_request_never_reaches_the_server(CancellationToken cancellationToken)
    {
        Task struck = _proxy.Inject(Fault.DropRequest);

        await Assert.ThatAsync(() => SendAsync("hello", cancellationToken), Throws.InstanceOf<HttpRequestException>());

        await struck.WaitAsync(cancellationToken);
        Assert.That(_server.Received, Is.Empty);
    }

    [Test]
    public async Task A_dropped_answer_is_one_to_a_request_that_the_server_has_done(CancellationToken cancellationToken)
    {
        _ = _proxy.Inject(Fault.DropAnswer);

        await Assert.ThatAsync(() => SendAsync("hello", cancellationToken), Throws.InstanceOf<HttpRequestException>());

        Assert.That(_server.Received, Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task A_stalled_answer_does_not_come_though_the_server_has_done_what_was_asked(CancellationToken cancellationToken)
    {
        Task struck = _proxy.Inject(Fault.Stall);
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task<string> call = SendAsync("hello", giveUp.Token);
        await struck.WaitAsync(cancellationToken);

        Assert.That(_server.Received, Is.EqualTo(new[] { "hello" }));
        Assert.That(call.IsCompleted, Is.False);
        await giveUp.CancelAsync();
        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_halved_answer_has_all_its_headers_and_half_its_body(CancellationToken cancellationToken)
    {
        _ = _proxy.Inject(Fault.Halve);

        using HttpRequestMessage request = new(HttpMethod.Post, Address) { Content = new StringContent(new string('x', 98)) };
        using HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        byte[] bytes = new byte[100];

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(100));
        Assert.That(await body.ReadAtLeastAsync(bytes, 50, throwOnEndOfStream: true, cancellationToken), Is.EqualTo(50));
        await Assert.ThatAsync(async () => await body.ReadExactlyAsync(bytes.AsMemory(0, 1), cancellationToken), Throws.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task A_corrupted_answer_has_its_headers_and_a_body_of_the_same_length_and_nothing_in_common(CancellationToken cancellationToken)
    {
        _ = _proxy.Inject(Fault.Corrupt);

        string answer = await SendAsync("hello", cancellationToken);

        Assert.That(answer, Has.Length.EqualTo(7));
        Assert.That(answer, Does.Match("^\u0015+$"));
    }

    [Test]
    public async Task A_delayed_answer_is_whole(CancellationToken cancellationToken)
    {
        Task struck = _proxy.Inject(Fault.Delay(TimeSpan.FromMilliseconds(30)));

        Assert.That(await SendAsync("hello", cancellationToken), Is.EqualTo("\"hello\""));
        Assert.That(struck.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task A_trickling_answer_begins_and_takes_long(CancellationToken cancellationToken)
    {
        Task struck = _proxy.Inject(Fault.Trickle);
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task<string> call = SendAsync("hello", giveUp.Token);
        await struck.WaitAsync(cancellationToken);

        Assert.That(call.IsCompleted, Is.False);
        await giveUp.CancelAsync();
        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_answer_in_the_servers_place_has_status_headers_and_body(CancellationToken cancellationToken)
    {
        _ = _proxy.Inject(Fault.Answer(HttpStatusCode.TooManyRequests, "slow d\u00f6wn", "Retry-After: 2", "Content-Type: text/plain; charset=utf-8"));

        using HttpResponseMessage answer = await PostAsync(new string('x', 1_000_000), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("slow d\u00f6wn"));
        Assert.That(_server.Received, Is.Empty);
    }

    [Test]
    public async Task After_each_fault_a_healed_proxy_passes_everything_on(CancellationToken cancellationToken)
    {
        Fault[] faults = [Fault.DropRequest, Fault.DropAnswer, Fault.Halve, Fault.Corrupt, Fault.Answer(HttpStatusCode.BadGateway)];
        foreach (Fault fault in faults)
        {
            Task struck = _proxy.Inject(fault);
            try
            {
                await SendAsync("wrong", cancellationToken);
            }
            catch (HttpRequestException)
            {
            }

            await struck.WaitAsync(cancellationToken);
            _proxy.Heal();
            Assert.That(await SendAsync("right", cancellationToken), Is.EqualTo("\"right\""), fault.ToString());
        }
    }

    [Test]
    public async Task Dropped_connections_are_gone_and_new_ones_work(CancellationToken cancellationToken)
    {
        using TcpClient idle = new();
        await idle.ConnectAsync(_proxy.EndPoint, cancellationToken);
        NetworkStream stream = idle.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), cancellationToken);
        Assert.That(await stream.ReadAsync(new byte[1000], cancellationToken), Is.Positive);

        _proxy.DropConnections();

        await Assert.ThatAsync(async () => await stream.ReadExactlyAsync(new byte[1000], cancellationToken), Throws.InstanceOf<IOException>());
        Assert.That(await SendAsync("hello", cancellationToken), Is.EqualTo("\"hello\""));
    }

    [Test]
    public async Task A_protocol_of_its_own_has_its_answer_corrupted_from_the_first_byte(CancellationToken cancellationToken)
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        await using FaultProxy proxy = new(server.LocalEndpoint);
        _ = proxy.Inject(Fault.Corrupt, skip: 1);
        using TcpClient client = new();
        await client.ConnectAsync(proxy.EndPoint, cancellationToken);
        using TcpClient served = await server.AcceptTcpClientAsync(cancellationToken);

        Assert.That(await AskAsync(client, served, "R1", cancellationToken), Is.EqualTo("R1"));
        Assert.That(await AskAsync(client, served, "R2", cancellationToken), Is.EqualTo("\u0015\u0015"));
        Assert.That(proxy.ExchangeCount, Is.EqualTo(2));
    }

    [Test]
    public async Task A_server_that_is_down_is_a_connection_that_is_closed(CancellationToken cancellationToken)
    {
        _server.Dispose();

        await Assert.ThatAsync(() => SendAsync("hello", cancellationToken), Throws.InstanceOf<HttpRequestException>());
    }

    private static async Task<string> AskAsync(TcpClient client, TcpClient server, string answer, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[2];
        await client.GetStream().WriteAsync("Q?"u8.ToArray(), cancellationToken);
        await server.GetStream().ReadExactlyAsync(bytes, cancellationToken);
        await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
        await client.GetStream().ReadExactlyAsync(bytes, cancellationToken);
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>A port at which nobody listens, so that only the proxy can have led to the server.</summary>
    private static Uri Address => new("http://127.0.0.1:1/");

    private async Task<string> SendAsync(string text, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await PostAsync(text, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string text, CancellationToken cancellationToken)
    {
        using StringContent content = new(text);
        return await _client.PostAsync(Address, content, cancellationToken);
    }
}
