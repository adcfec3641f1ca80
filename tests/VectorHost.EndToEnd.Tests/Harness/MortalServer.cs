using System.Globalization;
using System.Text.Json;
using VectorHost.TestServers.Chroma;
using VectorHost.TestServers.Postgres;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A real server that can be killed and started again on what it left, and the settings that lead a backend there.</summary>
public sealed class MortalServer : IAsyncDisposable
{
    private readonly Func<Task> _kill;
    private readonly Func<Task> _startAgain;
    private readonly IAsyncDisposable _server;

    private MortalServer(string backend, Dictionary<string, string?> settings, IAsyncDisposable server, Func<Task> kill, Func<Task> startAgain)
    {
        Backend = backend;
        Settings = settings;
        _server = server;
        _kill = kill;
        _startAgain = startAgain;
    }

    /// <summary>The backends whose real servers there are.</summary>
    public static IReadOnlyList<string> Backends { get; } = ["chromadb", "postgres"];

    /// <summary>The backend's name.</summary>
    public string Backend { get; }

    /// <summary>The keys of the backend's section.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Where it listens, as messages name it.</summary>
    public string Address => $"127.0.0.1:{Settings["port"]}";

    /// <summary>Starts the server of a backend; where it is not installed, the test that asked is skipped, and fails in CI.</summary>
    public static async Task<MortalServer> StartAsync(string backend)
    {
        if (backend == "chromadb")
        {
            ChromaServer chroma = await ChromaServer.StartAsync(ChromaVersion.Newer);
            return new MortalServer(backend, SettingsFor(chroma.Port), chroma, chroma.KillAsync, chroma.RestartAsync);
        }

        PostgresServer postgres = await PostgresServer.StartAsync();
        Dictionary<string, string?> settings = SettingsFor(postgres.Port);
        settings["username"] = PostgresServer.Username;
        settings["password"] = PostgresServer.Password;
        return new MortalServer(backend, settings, postgres, postgres.KillAsync, postgres.StartAgainAsync);
    }

    /// <summary>Makes it the server that a user works with.</summary>
    public void Configure(Sandbox sandbox)
    {
        Dictionary<string, object> section = new() { ["backend"] = Backend, [Backend] = Settings };
        Directory.CreateDirectory(Path.GetDirectoryName(sandbox.UserConfiguration)!);
        File.WriteAllText(sandbox.UserConfiguration, JsonSerializer.Serialize(new { vector_store = section }));
    }

    /// <summary>Ends every process of it with SIGKILL.</summary>
    public Task KillAsync() => _kill();

    /// <summary>Starts it again where it was.</summary>
    public Task StartAgainAsync() => _startAgain();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Dictionary<string, string?> SettingsFor(int port) => new()
    {
        ["host"] = "127.0.0.1",
        ["port"] = port.ToString(CultureInfo.InvariantCulture),
        ["collection"] = "records",
    };
}
