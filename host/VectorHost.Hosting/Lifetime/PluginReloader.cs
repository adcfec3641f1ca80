using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// Replaces a version of a plugin that is in use by another: the new one is loaded, and a successor of every open store
/// made and connected, before anything changes for anybody. Only then it takes over; the old one finishes the calls that
/// are inside it, is closed and unloaded.
/// </summary>
internal sealed class PluginReloader(
    PluginTable table, PluginLoader loader, VectorStoreFactory factory, ReloadOptions options, ILogger logger)
{
    /// <summary>Replaces a version. If that fails, the old one goes on as if nothing had been tried.</summary>
    /// <param name="old">The version in use.</param>
    /// <param name="descriptor">The new version, which passed every gate of discovery.</param>
    /// <param name="whenReplaced">Called when the new version has taken over, before the old one is closed.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing has changed.</param>
    /// <returns>What became of the old version.</returns>
    /// <exception cref="PluginLoadException">The new version does not work; the problem says why.</exception>
    public async Task<UnloadResult> ReplaceAsync(
        LoadedPlugin old, PluginDescriptor descriptor, Action whenReplaced, CancellationToken cancellationToken)
    {
        LoadedPlugin next = await table.LoadAsync(descriptor, cancellationToken).ConfigureAwait(false);

        // Kept until its stores keep it; with none of them, it goes again.
        next.TryRent();
        try
        {
            await TakeOverAsync(old, next, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            next.Return(store: null);
            await next.UnloadAsync(options.UnloadTimeout, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        next.Return(store: null);
        HostingLog.Reloaded(logger, descriptor.Name, old.Descriptor.Version, descriptor.Version);
        whenReplaced();

        // What has begun is brought to its end, whoever waits for it.
        await old.CloseAsync(options.DrainTimeout).ConfigureAwait(false);
        UnloadResult result = await old.VerifyAsync(options.UnloadTimeout, CancellationToken.None).ConfigureAwait(false);
        if (result.Outcome == UnloadOutcome.Unloaded)
        {
            loader.RemoveCopy(old.Directory);
        }

        return result;
    }

    private async Task TakeOverAsync(LoadedPlugin old, LoadedPlugin next, CancellationToken cancellationToken)
    {
        Dictionary<StoreGeneration, StoreGeneration> successors = [];
        List<IDisposable> turns = [];
        try
        {
            // While successors are made, others may open stores of the old version, which need one as well.
            IReadOnlyList<StoreGeneration> missing = old.Stores;
            do
            {
                foreach (StoreGeneration store in missing)
                {
                    turns.Add(await store.Owner!.Connecting.EnterAsync(cancellationToken).ConfigureAwait(false));
                    successors.Add(store, await MakeSuccessorAsync(next, store.Owner, cancellationToken).ConfigureAwait(false));
                }

                missing = table.TryReplace(old, next, successors.Keys);
            }
            while (missing.Count > 0);

            await HandOverAsync(successors.Values).ConfigureAwait(false);
        }
        finally
        {
            turns.ForEach(turn => turn.Dispose());
        }
    }

    private async Task<StoreGeneration> MakeSuccessorAsync(LoadedPlugin next, GuardedVectorStore owner, CancellationToken cancellationToken)
    {
        string file = next.Descriptor.AssemblyFile;
        BackendDescriptor backend = next.Descriptor.FindBackend(owner.Backend)
            ?? throw new PluginLoadException(PluginProblems.BackendGone(file, owner.Backend));
        try
        {
            next.TryRent();
            StoreGeneration successor = await factory.CreateAsync(next, backend, owner.Context, cancellationToken).ConfigureAwait(false);
            successor.Owner = owner;
            next.TryAttach(successor);
            if (owner.IsConnected && successor.TryEnter() is { } store)
            {
                await successor.ConnectAsync(store, cancellationToken).ConfigureAwait(false);
            }

            return successor;
        }
        catch (BackendResolutionException exception)
        {
            throw new PluginLoadException(exception.Problem);
        }
        catch (VectorStoreException exception)
        {
            throw new PluginLoadException(PluginProblems.SuccessorFailed(file, owner.Backend, exception.Message));
        }
    }

    private static async Task HandOverAsync(IEnumerable<StoreGeneration> successors)
    {
        foreach (StoreGeneration successor in successors)
        {
            if (!successor.Owner!.TryReplace(successor))
            {
                // Its store was closed in the meantime.
                await successor.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
