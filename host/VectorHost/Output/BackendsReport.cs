using System.Globalization;
using Spectre.Console;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
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
        }
        else
        {
            WriteTable(terminal, catalog, plugins, settings);
        }

        foreach (PluginProblem problem in catalog.Notes.Concat(plugins.SelectMany(plugin => plugin.Problems)))
        {
            terminal.Say($"{problem} ({problem.File})");
        }

        foreach (string required in settings.RequiredBackends.Except(catalog.Backends, StringComparer.OrdinalIgnoreCase))
        {
            terminal.Say($"'{required}' is required (vector_store.required) and cannot be used.");
        }

        string integrity = settings.Integrity == IntegrityMode.Off ? "" : $" Integrity: {settings.Integrity.ToString().ToLowerInvariant()}.";
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Read {catalog.Plugins.Count} {(catalog.Plugins.Count == 1 ? "candidate" : "candidates")} in {catalog.PluginsDirectory} in {catalog.ScanDuration.TotalMilliseconds:0.0} ms; none was loaded.{integrity}"));
    }

    private static void WriteTable(Terminal terminal, PluginCatalog catalog, IEnumerable<PluginDescriptor> plugins, HostSettings settings)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("backend", "name", "plugin", "version", "contract", "ms", "state");
        foreach (PluginDescriptor plugin in plugins)
        {
            foreach (BackendDescriptor? backend in plugin.Backends.DefaultIfEmpty())
            {
                AddRow(table, catalog, plugin, backend, settings);
            }
        }

        terminal.Results.Write(table);
    }

    private static void AddRow(Table table, PluginCatalog catalog, PluginDescriptor plugin, BackendDescriptor? backend, HostSettings settings)
    {
        string file = Path.GetRelativePath(Path.GetDirectoryName(plugin.Directory) ?? plugin.Directory, plugin.AssemblyFile);
        table.AddRow(
            new Text(backend?.Name ?? "-"),
            new Text(Terminal.Printable(backend?.DisplayName ?? "-")),
            new Text(Terminal.Printable(file)),
            new Text(plugin.Version?.ToString() ?? "-"),
            new Text(plugin.ContractVersion?.ToString() ?? "-"),
            new Text(plugin.InspectionTime.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)),
            new Text(string.Join(", ", States(catalog, plugin, backend, settings))));
    }

    private static IEnumerable<string> States(PluginCatalog catalog, PluginDescriptor plugin, BackendDescriptor? backend, HostSettings settings)
    {
        string state = backend is null ? "rejected" : BackendStates.Of(catalog, plugin, backend);
        yield return state;
        if (state == "ready" && backend!.Name.Equals(settings.Backend, StringComparison.OrdinalIgnoreCase))
        {
            yield return "selected";
        }

        if (backend is not null && settings.RequiredBackends.Contains(backend.Name, StringComparer.OrdinalIgnoreCase))
        {
            yield return "required";
        }
    }
}
