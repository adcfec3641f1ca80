using System.Diagnostics;
using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Hosting;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Verification;

/// <summary>
/// Runs the conformance suite against a backend as the host loads it: from its shadow copy, in its own context, behind
/// the guard, with the configured server.
/// </summary>
/// <remarks>
/// The suite deletes everything that it finds, so it gets collections and folders of its own, and is not run where the
/// store does not keep to them: see <see cref="PrivacyCheck"/>.
/// </remarks>
public static class PluginVerifier
{
    private static readonly TimeSpan UnloadLimit = TimeSpan.FromSeconds(10);

    /// <summary>Verifies a backend. Its plugin is unloaded afterwards.</summary>
    /// <param name="plugins">Where the backend is found.</param>
    /// <param name="context">What the store is given, as configured. Its collection and data folder are replaced.</param>
    /// <param name="options">How long a call may take, and who is told.</param>
    /// <param name="cancellationToken">Ends the run after the scenario under way; the places are cleared all the same.</param>
    /// <exception cref="BackendResolutionException">The backend cannot be loaded.</exception>
    /// <exception cref="VectorStoreException">The store cannot be used at all.</exception>
    /// <exception cref="VerificationException">The store does not keep to the places that it is given.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static async Task<VerificationReport> RunAsync(
        PluginHost plugins, VectorStoreContext context, VerificationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        BackendRegistration registration = plugins.Catalog.Resolve(context.Backend);
        List<ScenarioResult> scenarios = [];
        void Add(ScenarioResult scenario)
        {
            scenarios.Add(scenario);
            options.Progress?.Invoke(scenario);
        }

        using ScratchPlaces places = new(plugins, context, options.CallTimeout);
        places.Use();
        (StoreHealth health, LoadedPlugin plugin) = await RunSuiteAsync(
            plugins, places, registration, new ConformanceRun(Add), cancellationToken).ConfigureAwait(false);
        Add(await CheckUnloadAsync(plugin, cancellationToken).ConfigureAwait(false));
        return new VerificationReport
        {
            Backend = registration.Backend.Name,
            Plugin = registration.Plugin,
            Health = health,
            CollectionPrefix = places.CollectionPrefix,
            Leftovers = places.Leftovers,
            Scenarios = scenarios,
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }

    // Not inlined, so that nothing of the plugin is on the stack when it is to be gone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(StoreHealth Health, LoadedPlugin Plugin)> RunSuiteAsync(
        PluginHost plugins, ScratchPlaces places, BackendRegistration registration, ConformanceRun suite, CancellationToken cancellationToken)
    {
        // The plugin would be unloaded and loaded again with every scenario, were there not a store that stays.
        ScratchPlace place = places.Take();
        IVectorStore keeper = await places.CreateStoreAsync(place, cancellationToken).ConfigureAwait(false);
        await using (keeper.ConfigureAwait(false))
        {
            LoadedPlugin plugin = plugins.LoadedPlugins.Last(
                loaded => loaded.Descriptor.AssemblyFile == registration.Plugin.AssemblyFile);
            StoreHealth health = await PrivacyCheck.RunAsync(places, registration.Backend.Name, cancellationToken).ConfigureAwait(false);
            await suite.RunAsync(cancellationToken).ConfigureAwait(false);
            return (health, plugin);
        }
    }

    private static async Task<ScenarioResult> CheckUnloadAsync(LoadedPlugin plugin, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        UnloadResult result = await plugin.UnloadAsync(UnloadLimit, cancellationToken).ConfigureAwait(false);
        bool isGone = result.Outcome == UnloadOutcome.Unloaded;
        return new ScenarioResult
        {
            Theme = "Hosting",
            Scenario = "The plugin leaves memory once its last store was closed",
            Outcome = isGone ? ScenarioOutcome.Passed : ScenarioOutcome.Failed,
            Reason = isGone ? null : string.Join(' ', ["Something still holds it.", .. result.LikelyHolders]),
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }
}
