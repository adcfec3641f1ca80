using System.Diagnostics;
using VectorHost.TestSupport;

namespace VectorHost.TestServers.Chroma;

/// <summary>
/// A real Chroma server on a free port of 127.0.0.1, with a data folder of its own. It ends with its disposal, and also
/// when this process dies: its script waits for the end of its standard input.
/// </summary>
public sealed class ChromaServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _script;
    private readonly TemporaryFolder _data = new();
    private Process? _process;

    private ChromaServer(string script) => _script = script;

    /// <summary>Where the server answers, ending in <c>/</c>; the same after a restart.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Its port; the same after a restart.</summary>
    public int Port => Address.Port;

    /// <summary>Starts a server; where it is not installed, the test that asked is skipped, and fails in CI.</summary>
    /// <param name="version">Which.</param>
    public static async Task<ChromaServer> StartAsync(ChromaVersion version)
    {
        string folder = Path.Combine(InstalledServers.Require("chroma"), version == ChromaVersion.Older ? "older" : "newer");
        ChromaServer server = new(Path.Combine(folder, "run.sh"));
        try
        {
            server.Address = new Uri($"http://127.0.0.1:{LoopbackPorts.FindUnused()}/");
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server with SIGKILL: nothing is flushed or said goodbye to. Twice is fine.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts the server again, killed before, over the same data and on the same port.</summary>
    public async Task RestartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_script)
        {
            ArgumentList = { _data.Path, $"{Port}" },
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        using CancellationTokenSource limit = new(StartLimit);
        using HttpClient client = new() { BaseAddress = Address };
        while (!await AnswersAsync(client, limit.Token))
        {
            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Chroma did not start within {StartLimit}: {ReadLog()}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri("api/v2/heartbeat", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet: a refused connection costs nothing, so the pause is for the server's sake.
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string ReadLog()
    {
        string log = _data.At("server.log");
        return File.Exists(log) ? File.ReadAllText(log) : "it has written no log";
    }
}
