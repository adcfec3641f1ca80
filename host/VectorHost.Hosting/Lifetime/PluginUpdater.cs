using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// Brings the host into line with a plugin's files: reads them once they are settled, and adds, replaces or takes out what
/// they hold. One plugin at a time takes over; waiting for files holds up nobody.
/// </summary>
internal sealed class PluginUpdater(
    PluginTable table, PluginReloader reloader, Func<PluginScan> scan, SettledFiles files, ILogger logger)
{
    private readonly AsyncGate _gate = new();

    /// <summary>Called with every change. It must not throw.</summary>
    public required Action<PluginChange> Report { get; init; }

    /// <summary>The names of plugins that are no longer what the catalogue says.</summary>
    public IReadOnlyList<string> FindChanged()
    {
        var known = table.Catalog.Plugins.ToDictionary(plugin => plugin.AssemblyFile, RealPath.Comparer);
        var found = scan().Plugins.ToDictionary(plugin => plugin.AssemblyFile, RealPath.Comparer);
        return [.. known.Keys.Union(found.Keys, RealPath.Comparer)
            .Where(file => !IsSame(known.GetValueOrDefault(file), found.GetValueOrDefault(file)))
            .Select(file => (known.GetValueOrDefault(file) ?? found[file]).Name)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Waits until a plugin's files are settled, and brings the host into line with them.</summary>
    /// <returns>What became of it.</returns>
    /// <exception cref="PluginHostException">The folder of plugins cannot be read.</exception>
    public async Task<PluginChange> UpdateAsync(string name, CancellationToken cancellationToken)
    {
        PluginChange change = new() { Kind = PluginChangeKind.Unchanged, Plugin = name };
        try
        {
            RealPath.Resolve(table.Catalog.PluginsDirectory, out string directory);
            IReadOnlyList<PluginDescriptor> found = await files.WaitAsync(directory, name, cancellationToken).ConfigureAwait(false);
            using IDisposable turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            foreach (PluginDescriptor? gone in table.Catalog.Plugins
                .Where(plugin => plugin.Name == name && !found.Any(other => RealPath.Comparer.Equals(other.AssemblyFile, plugin.AssemblyFile))))
            {
                change = Remove(gone);
            }

            foreach (PluginDescriptor plugin in found)
            {
                PluginChange next = await UpdateAsync(plugin, cancellationToken).ConfigureAwait(false);
                change = next.Kind == PluginChangeKind.Unchanged && change.Kind != PluginChangeKind.Unchanged ? change : next;
            }
        }
        catch (PluginLoadException exception)
        {
            change = change with { Kind = PluginChangeKind.ReloadFailed, Problem = exception.Problem };
            Tell(change);
        }

        return change;
    }

    private async Task<PluginChange> UpdateAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        PluginDescriptor? before = table.Catalog.Plugins.FirstOrDefault(
            other => RealPath.Comparer.Equals(other.AssemblyFile, plugin.AssemblyFile));
        LoadedPlugin? inUse = await table.FindInUseAsync(plugin.AssemblyFile).ConfigureAwait(false);
        PluginChange change = new() { Kind = PluginChangeKind.Unchanged, Plugin = plugin.Name, Descriptor = plugin };
        if (inUse is null)
        {
            table.List(plugin);
            return IsSame(before, plugin) ? change : Tell(change with { Kind = Compare(before, plugin), Problem = FirstError(plugin) });
        }

        if (plugin.State != PluginState.Ready)
        {
            return Tell(change with { Kind = PluginChangeKind.ReloadFailed, Problem = FirstError(plugin) ?? plugin.Problems[0] });
        }

        if (inUse.Content == PluginContent.Hash(plugin))
        {
            table.List(plugin);
            return before is null ? Tell(change with { Kind = PluginChangeKind.Added }) : change;
        }

        return await ReloadAsync(inUse, change, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PluginChange> ReloadAsync(LoadedPlugin inUse, PluginChange change, CancellationToken cancellationToken)
    {
        try
        {
            Tell(change with { Kind = PluginChangeKind.Reloading });
            PluginChange reloaded = change with { Kind = PluginChangeKind.Reloaded };
            UnloadResult result = await reloader.ReplaceAsync(
                inUse, change.Descriptor!, () => Tell(reloaded), cancellationToken).ConfigureAwait(false);
            return reloaded with { Unloading = result };
        }
        catch (PluginLoadException exception)
        {
            return Tell(change with { Kind = PluginChangeKind.ReloadFailed, Problem = exception.Problem });
        }
    }

    private PluginChange Remove(PluginDescriptor plugin)
    {
        table.Unlist(plugin);
        PluginChange change = new() { Kind = PluginChangeKind.Removed, Plugin = plugin.Name };
        return plugin.State == PluginState.Ignored ? change with { Kind = PluginChangeKind.Unchanged } : Tell(change);
    }

    private PluginChange Tell(PluginChange change)
    {
        if (change is { Kind: PluginChangeKind.ReloadFailed, Problem: { } problem })
        {
            HostingLog.ReloadFailed(logger, change.Plugin, problem.Code, problem.Cause);
        }

        if (change.Kind != PluginChangeKind.Unchanged)
        {
            Report(change);
            HostingLog.Changed(logger, change.Plugin, change.Kind);
        }

        return change;
    }

    private static PluginChangeKind Compare(PluginDescriptor? before, PluginDescriptor after) => (before?.State, after.State) switch
    {
        (_, PluginState.Rejected) => PluginChangeKind.Rejected,
        (PluginState.Ready, PluginState.Ready) => PluginChangeKind.Updated,
        (_, PluginState.Ready) => PluginChangeKind.Added,
        (PluginState.Ready or PluginState.Rejected, _) => PluginChangeKind.Removed,
        _ => PluginChangeKind.Unchanged,
    };

    private static bool IsSame(PluginDescriptor? left, PluginDescriptor? right) =>
        left is not null && right is not null &&
        left.Files.AreSame(right.Files) &&
        left.Modules.SequenceEqual(right.Modules) &&
        left.Problems.SequenceEqual(right.Problems);

    private static PluginProblem? FirstError(PluginDescriptor plugin) =>
        plugin.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error);
}
