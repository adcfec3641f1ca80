using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// A plugin in this process. It owns the load context, which lives as long as a store of it does, and is unloaded with
/// the last one.
/// </summary>
public sealed class LoadedPlugin
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ShadowCopy _copy;
    private readonly WeakReference _trace;
    private readonly bool _canUnload;
    private readonly HashSet<StoreGeneration> _stores = [];
    private AssemblyLoadContext? _context;
    private Assembly? _assembly;
    private int _uses;
    private bool _isClosing;
    private bool _isSuperseded;
    private UnloadOutcome? _outcome;

    internal LoadedPlugin(
        PluginDescriptor descriptor, ShadowCopy copy, AssemblyLoadContext context, Assembly assembly, TimeProvider time, ILogger logger)
    {
        Descriptor = descriptor;
        _copy = copy;
        _context = context;
        _assembly = assembly;
        _trace = new WeakReference(context, trackResurrection: true);
        _canUnload = context.IsCollectible;
        _time = time;
        _logger = logger;
    }

    /// <summary>The plugin as it was found.</summary>
    public PluginDescriptor Descriptor { get; }

    /// <summary>The folder that it was loaded from: a copy.</summary>
    public string Directory => _copy.Directory;

    /// <summary>How many of its stores are not closed yet.</summary>
    public int StoreCount
    {
        get
        {
            lock (_gate)
            {
                return _stores.Count;
            }
        }
    }

    /// <summary>Where it is in its life.</summary>
    public LoadedPluginState State
    {
        get
        {
            lock (_gate)
            {
                return _outcome switch
                {
                    UnloadOutcome.Unloaded => LoadedPluginState.Unloaded,
                    _ when !_trace.IsAlive => LoadedPluginState.Unloaded,
                    UnloadOutcome.StillAlive => LoadedPluginState.Leaked,
                    _ when _isSuperseded => LoadedPluginState.Superseded,
                    _ when _context is null || _isClosing => LoadedPluginState.Draining,
                    _ when Fault is not null => LoadedPluginState.Faulted,
                    _ => LoadedPluginState.Loaded,
                };
            }
        }
    }

    /// <summary>Why it makes no more stores, where an initialiser failed.</summary>
    public string? Fault { get; private set; }

    /// <summary>Its stores that are not closed yet.</summary>
    internal IReadOnlyList<StoreGeneration> Stores
    {
        get
        {
            lock (_gate)
            {
                return [.. _stores];
            }
        }
    }

    /// <summary>The hash of the bytes that it was loaded from.</summary>
    internal string Content => Path.GetFileName(_copy.Directory);

    /// <summary>Whether it makes stores, or could if no initialiser had failed.</summary>
    internal bool IsInUse
    {
        get
        {
            lock (_gate)
            {
                return _context is not null && !_isClosing;
            }
        }
    }

    /// <summary>What may keep it in memory, as far as the host saw it.</summary>
    internal LikelyHolders Holders { get; } = new();

    /// <summary>The main assembly; only to be asked for between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    internal Assembly Assembly => _assembly ?? throw new ObjectDisposedException(Descriptor.Name);

    /// <summary>Closes every store, unloads, and looks whether the plugin is gone.</summary>
    /// <param name="timeout">How long to look before giving up. Closing the stores has a limit of its own.</param>
    /// <param name="cancellationToken">Cancels the looking; the plugin is on its way out all the same.</param>
    public async Task<UnloadResult> UnloadAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        await CloseAsync().ConfigureAwait(false);
        return await VerifyAsync(timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks whether the plugin, which was closed before, is gone.</summary>
    internal async Task<UnloadResult> VerifyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        while (!IsGone())
        {
            if (!_canUnload || _time.GetElapsedTime(start) >= timeout)
            {
                return Conclude(UnloadOutcome.StillAlive, start);
            }

            await Task.Delay(PollPause, _time, cancellationToken).ConfigureAwait(false);
        }

        return Conclude(UnloadOutcome.Unloaded, start);
    }

    /// <summary>Keeps the plugin for making one store.</summary>
    /// <returns>Whether it still can make one.</returns>
    internal bool TryRent()
    {
        lock (_gate)
        {
            if (_isClosing || _context is null)
            {
                return false;
            }

            _uses++;
            return true;
        }
    }

    /// <summary>Notes the store that was made; it returns what was rented when it is closed.</summary>
    /// <returns>Whether it may live: not if the plugin is being unloaded by now.</returns>
    internal bool TryAttach(StoreGeneration store)
    {
        lock (_gate)
        {
            return !_isClosing && _stores.Add(store);
        }
    }

    /// <summary>Gives back what was rented. The last one out unloads the plugin, where plugins are unloaded.</summary>
    /// <param name="store">The store that was made and is closed now, if one was made.</param>
    internal void Return(StoreGeneration? store)
    {
        lock (_gate)
        {
            _uses--;
            if (store is not null)
            {
                _stores.Remove(store);
            }

            if (_uses == 0 && (_canUnload || _isClosing))
            {
                BeginUnload();
            }
        }
    }

    /// <summary>Whether this is the plugin of a load context.</summary>
    internal bool IsIn(AssemblyLoadContext context) => ReferenceEquals(_trace.Target, context);

    /// <summary>Notes that an initialiser, or a thread of its own, failed, once.</summary>
    internal void MarkFaulted(string reason)
    {
        lock (_gate)
        {
            if (Fault is not null)
            {
                return;
            }

            Fault = reason;
        }

        HostingLog.Faulted(_logger, Descriptor.Name, reason);
    }

    /// <summary>Makes no more stores, if a successor stands ready for each of those that there are.</summary>
    /// <param name="replaced">The stores for which it does.</param>
    /// <returns>The others. If there are any, nothing has changed.</returns>
    internal IReadOnlyList<StoreGeneration> TrySupersede(IReadOnlyCollection<StoreGeneration> replaced)
    {
        lock (_gate)
        {
            StoreGeneration[] others = [.. _stores.Except(replaced)];
            if (others.Length == 0)
            {
                _isSuperseded = true;
                BeginClosing();
            }

            return others;
        }
    }

    /// <summary>Makes no more stores, closes those that there are, and unloads.</summary>
    internal Task CloseAsync() => CloseAsync(store => store.DisposeAsync().AsTask());

    /// <summary>Makes no more stores, closes those that there are, and unloads.</summary>
    /// <param name="drainTimeout">How long calls in flight may take.</param>
    internal Task CloseAsync(TimeSpan drainTimeout) => CloseAsync(store => store.CloseAsync(drainTimeout));

    private async Task CloseAsync(Func<StoreGeneration, Task> close)
    {
        StoreGeneration[] stores;
        lock (_gate)
        {
            BeginClosing();
            stores = [.. _stores];
        }

        await Task.WhenAll(stores.Select(close)).ConfigureAwait(false);
    }

    // Only to be called under the lock.
    private void BeginClosing()
    {
        _isClosing = true;
        if (_uses == 0)
        {
            BeginUnload();
        }
    }

    // Only to be called under the lock.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginUnload()
    {
        if (_context is not { } context)
        {
            return;
        }

        _context = null;
        _assembly = null;
        if (_canUnload)
        {
            HostingLog.Unloading(_logger, Descriptor.Name);
            context.Unload();
            _copy.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsGone()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !_trace.IsAlive;
    }

    private IReadOnlyList<string> DescribeHolders() => _canUnload
        ? [.. Holders.Describe(), .. HoldingCode.Find(Descriptor, Directory)]
        : [$"The host keeps plugins until it ends ({nameof(PluginHostOptions)}.{nameof(PluginHostOptions.UnloadsPlugins)})."];

    private UnloadResult Conclude(UnloadOutcome outcome, long start)
    {
        lock (_gate)
        {
            _outcome = outcome;
        }

        var result = new UnloadResult
        {
            Outcome = outcome,
            Elapsed = _time.GetElapsedTime(start),
            LikelyHolders = outcome == UnloadOutcome.StillAlive ? DescribeHolders() : [],
        };
        if (outcome == UnloadOutcome.Unloaded)
        {
            HostingLog.Unloaded(_logger, Descriptor.Name, result.Elapsed.TotalMilliseconds);
        }
        else
        {
            string holders = result.LikelyHolders.Count == 0
                ? "Nothing shows what holds it."
                : string.Join(' ', result.LikelyHolders);
            HostingLog.StillAlive(_logger, Descriptor.Name, result.Elapsed.TotalMilliseconds, holders);
        }

        return result;
    }
}
