using System.CommandLine;
using VectorHost.Hosting;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost backends</c>: what was found in the plugins folder, the unusable included.</summary>
internal static class BackendsCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Option<bool> watch = new("--watch") { Description = "Go on, and print a line for every plugin that changes, until Ctrl-C." };
        Command command = new("backends", "List the vector stores that were found, and why others cannot be used.") { json, watch };
        command.SetAction(async (line, cancellationToken) =>
        {
            if (line.GetValue(json) && line.GetValue(watch))
            {
                throw new UsageException("--watch prints a line for every change, and --json one document: leave out one of them.");
            }

            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session.Plugins.Catalog, session.Settings));
            }
            else
            {
                BackendsReport.Write(terminal, session.Plugins.Catalog, session.Settings);
            }

            if (line.GetValue(watch))
            {
                await WatchAsync(terminal, session.Plugins, cancellationToken);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Ending it is not a failure but how it is meant.</summary>
    private static async Task WatchAsync(Terminal terminal, PluginHost plugins, CancellationToken cancellationToken)
    {
        plugins.PluginChanged += (_, changed) => PluginChangeReport.Write(terminal, changed.Change);
        try
        {
            Task watching = plugins.WatchAsync(cancellationToken);
            terminal.Note($"Watching {plugins.Catalog.PluginsDirectory}. Ctrl-C ends it.");
            await watching;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Note("Watching has ended.");
        }
    }
}
