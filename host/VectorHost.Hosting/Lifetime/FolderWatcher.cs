using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// Tells which plugins' files may have changed: what the system reports, and, since that is not always all, what looking
/// at the folder again and again shows.
/// </summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly string _directory;
    private readonly ReloadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Channel<bool> _pulse = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FileSystemWatcher? _watcher;
    private IReadOnlyDictionary<string, string> _states;
    private bool _saidPolling;
    private bool _saidUnreadable;

    /// <summary>Begins to watch.</summary>
    /// <param name="directory">The folder of plugins, without links; it may be missing.</param>
    /// <param name="options">How often to look.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Told if the system does not report changes.</param>
    public FolderWatcher(string directory, ReloadOptions options, TimeProvider time, ILogger logger)
    {
        _directory = directory;
        _options = options;
        _time = time;
        _logger = logger;
        Listen();
        _states = ReadStates() ?? new Dictionary<string, string>();
    }

    /// <summary>Waits for a report, or until it is time to look.</summary>
    /// <returns>The names of the plugins whose files may have changed, in order; often none.</returns>
    public async Task<IReadOnlyList<string>> WaitAsync(CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pulse = _pulse.Reader.WaitToReadAsync(look.Token).AsTask();
        Task pause = Task.Delay(_options.PollInterval, _time, look.Token);
        await Task.WhenAny(pulse, pause).ConfigureAwait(false);
        await look.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _pulse.Reader.TryRead(out _);

        IReadOnlyDictionary<string, string> states = ReadStates() ?? _states;
        string[] changed = [.. states.Keys.Union(_states.Keys, StringComparer.Ordinal)
            .Where(name => states.GetValueOrDefault(name) != _states.GetValueOrDefault(name))];
        _states = states;
        Listen();
        lock (_gate)
        {
            _names.UnionWith(changed);
            string[] names = [.. _names.Order(StringComparer.Ordinal)];
            _names.Clear();
            return names;
        }
    }

    /// <summary>Ends the present wait.</summary>
    public void Wake() => _pulse.Writer.TryWrite(true);

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    /// <summary>Looks at the folder. Where that fails, it is said once, and nothing has changed for now.</summary>
    private IReadOnlyDictionary<string, string>? ReadStates()
    {
        try
        {
            IReadOnlyDictionary<string, string> states = PluginPlace.ReadAll(_directory);
            _saidUnreadable = false;
            return states;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_saidUnreadable)
            {
                _saidUnreadable = true;
                HostingLog.WatchFailed(_logger, exception.Message);
            }

            return null;
        }
    }

    private void Listen()
    {
        if (_watcher is not null)
        {
            return;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(_directory)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, report) => Note(report.Name);
            watcher.Changed += (_, report) => Note(report.Name);
            watcher.Deleted += (_, report) => Note(report.Name);
            watcher.Renamed += OnRenamed;
            watcher.Error += (_, _) => Stop();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A missing or unreadable folder, or too many watches in the system: looking must do, and this is tried again each time.
            watcher?.Dispose();
            if (!_saidPolling)
            {
                _saidPolling = true;
                HostingLog.OnlyPolling(_logger, _directory, _options.PollInterval.TotalSeconds, exception.Message);
            }
        }
    }

    private void OnRenamed(object sender, RenamedEventArgs report)
    {
        Note(report.OldName);
        Note(report.Name);
    }

    // Reports were lost, or the folder itself is gone: begin anew with the next look.
    private void Stop()
    {
        Interlocked.Exchange(ref _watcher, null)?.Dispose();
        Wake();
    }

    private void Note(string? relativePath)
    {
        if (relativePath is null || PluginPlace.NameOf(relativePath) is not { } name)
        {
            return;
        }

        lock (_gate)
        {
            _names.Add(name);
        }

        Wake();
    }
}
