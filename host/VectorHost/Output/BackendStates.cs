using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Output;

/// <summary>The state of a backend in one word: it may be unusable although its plugin is ready.</summary>
internal static class BackendStates
{
    public static string Of(PluginCatalog catalog, PluginDescriptor plugin, BackendDescriptor backend)
    {
        if (plugin.State != PluginState.Ready)
        {
            return plugin.State == PluginState.Rejected ? "rejected" : "ignored";
        }

        return catalog.IsAmbiguous(backend.Name) ? "ambiguous" : "ready";
    }
}
