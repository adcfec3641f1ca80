using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace VectorHost.Benchmarks.Peers;

/// <summary>
/// A peer's process, which does what it is asked and measures that itself: a request in each line of its input, an answer
/// in each of its output. Between requests it waits, so that rounds can go from peer to peer.
/// </summary>
internal sealed class PeerDriver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();

    private PeerDriver(Peer peer, Process process)
    {
        Peer = peer;
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
            {
                _complaints.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Whose process it is.</summary>
    public Peer Peer { get; }

    /// <summary>How it can search, cheapest first.</summary>
    public IReadOnlyList<string> Settings { get; private set; } = [];

    /// <summary>Starts a driver.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="input">The folder that it reads.</param>
    /// <param name="work">The folder for its files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PeerDriver> StartAsync(Peer peer, string input, string work, CancellationToken cancellationToken)
    {
        PeerDriver driver = new(peer, Process.Start(InstalledPeers.Prepare(peer, "serve", input, work))!);
        try
        {
            driver.Settings = (await driver.AskAsync(new PeerRequest("describe"), PeerJson.Default.PeerDescription, cancellationToken)).Settings;
            return driver;
        }
        catch
        {
            await driver.DisposeAsync();
            throw;
        }
    }

    /// <summary>Saves all records.</summary>
    public Task<BuildResult> BuildAsync(CancellationToken cancellationToken) =>
        AskAsync(new PeerRequest("build"), PeerJson.Default.BuildResult, cancellationToken);

    /// <summary>Asks all questions, one after the other.</summary>
    /// <param name="setting">The number of the setting to search by.</param>
    /// <param name="repository">The repository to search in; all where there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<SearchResult> SearchAsync(int setting, string? repository, CancellationToken cancellationToken) =>
        AskAsync(new PeerRequest("search", setting, repository), PeerJson.Default.SearchResult, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A driver ends at the end of its input, and ends its server before.
        _process.StandardInput.Close();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<T> AskAsync<T>(PeerRequest request, JsonTypeInfo<T> kind, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, PeerJson.Default.PeerRequest).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        string? answer;
        do
        {
            // Whatever else is said there is not an answer.
            answer = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        }
        while (answer is not null && !answer.StartsWith('{'));

        return answer is null
            ? throw new BenchmarkException($"The driver of {Peer.Name} ended when it was to {request.Do}: {await ComplaintsAsync(cancellationToken)}")
            : JsonSerializer.Deserialize(answer, kind)!;
    }

    private async Task<string> ComplaintsAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        lock (_complaints)
        {
            return _complaints.ToString().Trim();
        }
    }
}
