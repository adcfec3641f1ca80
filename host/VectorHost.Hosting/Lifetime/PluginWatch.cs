using Microsoft.Extensions.Logging;

namespace VectorHost.Hosting.Lifetime;

/// <summary>Keeps the host in line with the folder of plugins for as long as it runs.</summary>
/// <remarks>
/// Every plugin is dealt with by itself, so that a long copy of one holds up no other. A plugin whose files change while
/// it is dealt with is dealt with again afterwards.
/// </remarks>
internal sealed class PluginWatch(
    string directory, PluginUpdater updater, ReloadOptions options, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);

    /// <summary>Watches until it is cancelled. Nothing of it is left when it ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watcher = new FolderWatcher(directory, options, time, logger);
        try
        {
            _pending.UnionWith(FindChanged());
            while (true)
            {
                await StartAsync(watcher, cancellationToken).ConfigureAwait(false);
                _pending.UnionWith(await watcher.WaitAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartAsync(FolderWatcher watcher, CancellationToken cancellationToken)
    {
        foreach ((string name, Task task) in _running.Where(running => running.Value.IsCompleted).ToArray())
        {
            _running.Remove(name);
            await task.ConfigureAwait(false);
        }

        foreach (string name in _pending.Where(name => !_running.ContainsKey(name)).ToArray())
        {
            _pending.Remove(name);
            _running.Add(name, UpdateAsync(name, watcher, cancellationToken));
        }
    }

    private async Task UpdateAsync(string name, FolderWatcher watcher, CancellationToken cancellationToken)
    {
        try
        {
            await updater.UpdateAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PluginHostException or IOException or UnauthorizedAccessException)
        {
            HostingLog.WatchFailed(logger, exception.Message);
        }
        finally
        {
            watcher.Wake();
        }
    }

    private IReadOnlyList<string> FindChanged()
    {
        try
        {
            return updater.FindChanged();
        }
        catch (PluginHostException exception)
        {
            HostingLog.WatchFailed(logger, exception.Message);
            return [];
        }
    }
}
