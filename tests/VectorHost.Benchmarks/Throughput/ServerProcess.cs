using System.Diagnostics;
using System.Text.Json;
using VectorHost.Benchmarks.Peers;

namespace VectorHost.Benchmarks.Throughput;

/// <summary>A backend's server in a process of its own, which ends with its disposal, or with this process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string settingsJson)
    {
        _process = process;
        SettingsJson = settingsJson;
        Settings = JsonSerializer.Deserialize(settingsJson, PeerJson.Default.DictionaryStringString)!;
    }

    /// <summary>The settings that lead to it, as in the backend's section.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>The same as JSON.</summary>
    public string SettingsJson { get; }

    /// <summary>Starts one.</summary>
    /// <param name="executables">Where the program is.</param>
    /// <param name="backend">Whose.</param>
    /// <param name="home">The folder of its user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServerProcess> StartAsync(Executables executables, RemoteBackend backend, string home, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = Executables.Prepare(executables.Servers, home, backend.Name);
        start.Environment["VECTORHOST_TEST_SERVERS"] = InstalledPeers.Folder;
        start.RedirectStandardInput = true;
        Process process = Process.Start(start)!;

        // What servers say when they are ended.
        process.BeginErrorReadLine();
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is null)
        {
            process.Dispose();
            throw new BenchmarkException($"The server of {backend.Name} did not start.");
        }

        return new ServerProcess(process, line);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
