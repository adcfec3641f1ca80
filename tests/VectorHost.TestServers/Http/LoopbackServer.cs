using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace VectorHost.TestServers.Http;

/// <summary>
/// A small server on a free port of 127.0.0.1, for doubles of services: routes in, answers out, and every exchange for
/// whoever wants to look. It ends with its disposal.
/// </summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<(string Method, RouteTemplate Template, Func<HttpCall, CancellationToken, Task<HttpAnswer>> Answer)> _routes = [];
    private readonly ConcurrentQueue<HttpExchange> _exchanges = [];
    private readonly X509Certificate2? _certificate;

    /// <summary>Makes a server; it answers once it was started.</summary>
    /// <param name="certificate">With one it speaks TLS.</param>
    public LoopbackServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            // The double decides what is too large.
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, port: 0, Listen);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Where the server answers, ending in <c>/</c>; known once it was started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Its port; known once it was started.</summary>
    public int Port => Address.Port;

    /// <summary>Sees every request before its route; null goes on to the route, an answer is sent instead.</summary>
    public Func<HttpCall, CancellationToken, Task<HttpAnswer?>>? Intercept { get; set; }

    /// <summary>Changes answers that routes gave, after what was asked for has been done: to cut one off, for instance.</summary>
    public Func<HttpExchange, HttpAnswer>? Spoil { get; set; }

    /// <summary>Sees every exchange, on the thread that answers it, before the answer is sent.</summary>
    public Action<HttpExchange>? Observe { get; set; }

    /// <summary>Whether <see cref="Exchanges"/> are kept.</summary>
    public bool KeepsExchanges { get; init; } = true;

    /// <summary>What was asked and answered so far.</summary>
    public IReadOnlyList<HttpExchange> Exchanges => [.. _exchanges];

    /// <summary>Answers a method and a path; before the start only.</summary>
    /// <param name="method">The method in capitals.</param>
    /// <param name="template">The path, such as <c>/collections/{name}</c>.</param>
    /// <param name="answer">Answers.</param>
    public LoopbackServer Map(string method, string template, Func<HttpCall, CancellationToken, Task<HttpAnswer>> answer)
    {
        _routes.Add((method, new RouteTemplate(template), answer));
        return this;
    }

    /// <summary>Answers a method and a path without waiting for anything; before the start only.</summary>
    /// <param name="method">The method in capitals.</param>
    /// <param name="template">The path, such as <c>/collections/{name}</c>.</param>
    /// <param name="answer">Answers.</param>
    public LoopbackServer Map(string method, string template, Func<HttpCall, HttpAnswer> answer) =>
        Map(method, template, (call, _) => Task.FromResult(answer(call)));

    /// <summary>Begins to answer.</summary>
    public async Task<LoopbackServer> StartAsync()
    {
        await _application.StartAsync();
        Address = new Uri(_application.Urls.Single().TrimEnd('/') + "/");
        return this;
    }

    /// <summary>Forgets the exchanges so far.</summary>
    public void ForgetExchanges() => _exchanges.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A handler that waits for its caller must not hold up the end.
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private void Listen(ListenOptions options)
    {
        options.Protocols = HttpProtocols.Http1;
        if (_certificate is not null)
        {
            options.UseHttps(_certificate);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpCall call = await ReadAsync(context);
        HttpAnswer? intercepted = Intercept is null ? null : await Intercept(call, context.RequestAborted);
        HttpExchange exchange = intercepted is null
            ? await RouteAsync(call, context.RequestAborted)
            : new HttpExchange { Request = call, Answer = intercepted, IsIntercepted = true };
        if (KeepsExchanges)
        {
            _exchanges.Enqueue(exchange);
        }

        Observe?.Invoke(exchange);
        await SendAsync(context, Spoil?.Invoke(exchange) ?? exchange.Answer);
    }

    private async Task<HttpExchange> RouteAsync(HttpCall call, CancellationToken cancellationToken)
    {
        foreach ((string method, RouteTemplate template, Func<HttpCall, CancellationToken, Task<HttpAnswer>> answer) in
            _routes.OrderBy(route => route.Template.PlaceholderCount))
        {
            if (method == call.Method && template.TryMatch(call.Path, out IReadOnlyDictionary<string, string>? values))
            {
                HttpCall routed = call with { RouteValues = values };
                return new HttpExchange { Request = routed, Answer = await answer(routed, cancellationToken) };
            }
        }

        return new HttpExchange { Request = call, Answer = new HttpAnswer { Status = StatusCodes.Status404NotFound } };
    }

    private static async Task<HttpCall> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        // The path as it was sent: an escaped slash is part of a name.
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string[] parts = target.Split('?', 2);
        return new HttpCall
        {
            Method = context.Request.Method,
            Path = parts[0],
            Query = parts.Length == 2 ? "?" + parts[1] : "",
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
        };
    }

    private static async Task SendAsync(HttpContext context, HttpAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.CutAfter is { } length)
        {
            await context.Response.Body.WriteAsync(answer.Body[..length], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
