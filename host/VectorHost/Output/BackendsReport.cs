using Spectre.Console;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Session;

namespace VectorHost.Output;

/// <summary>Shows to a person what the plugins folder holds.</summary>
internal static class BackendsReport
{
    public static void Write(Terminal terminal, PluginCatalog catalog, HostSettings settings)
    {
        List<PluginDescriptor> plugins = [.. catalog.Plugins.Where(plugin => plugin.State != PluginState.Ignored)];
        if (plugins.Count == 0)
        {
            terminal.Say($"No backend was found in {catalog.PluginsDirectory}.");
            terminal.Say("Put a plugin there as NAME/NAME.dll, or set vector_store.plugins_dir.");
            return;
        }

        Table table = new Table().Border(TableBorder.None).AddColumns("backend", "name", "plugin", "version", "contract", "state");
        foreach (PluginDescriptor plugin in plugins)
        {
            AddRows(table, plugin, settings.Backend);
        }

        terminal.Results.Write(table);
        foreach (PluginProblem problem in catalog.Notes.Concat(plugins.SelectMany(plugin => plugin.Problems)))
        {
            terminal.Say($"{problem} ({problem.File})");
        }
    }

    private static void AddRows(Table table, PluginDescriptor plugin, string selected)
    {
        string file = Path.GetRelativePath(Path.GetDirectoryName(plugin.Directory) ?? plugin.Directory, plugin.AssemblyFile);
        string state = plugin.State == PluginState.Ready ? "ready" : "rejected";
        foreach (BackendDescriptor? backend in plugin.Backends.DefaultIfEmpty())
        {
            bool isSelected = string.Equals(backend?.Name, selected, StringComparison.OrdinalIgnoreCase);
            table.AddRow(
                new Text(backend?.Name ?? "-"),
                new Text(backend?.DisplayName ?? "-"),
                new Text(file),
                new Text(plugin.Version?.ToString() ?? "-"),
                new Text(plugin.ContractVersion?.ToString() ?? "-"),
                new Text(isSelected && plugin.State == PluginState.Ready ? $"{state}, selected" : state));
        }
    }
}
