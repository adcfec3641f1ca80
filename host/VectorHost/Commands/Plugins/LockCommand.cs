using System.CommandLine;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Plugins;

/// <summary><c>vectorhost plugins lock</c>: pins every plugin as it is now, or checks whether it still is.</summary>
internal static class LockCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> check = new("--check") { Description = "Only compare the plugins with the lock file; exit code 1 if they differ." };
        Command command = new("lock", "Write plugins.lock.json, which pins every file of every plugin.") { check };
        command.SetAction(async (line, _) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);

            // Not through the host, which would refuse to start where the lock file is to be made or mended.
            PluginScan scan = new PluginScanner(session.Loggers.CreateLogger<PluginScanner>()).Scan(session.Settings.PluginsDirectory);
            return line.GetValue(check) ? Check(terminal, scan) : Write(terminal, scan);
        });
        return command;
    }

    private static int Write(Terminal terminal, PluginScan scan)
    {
        PluginLock content = PluginIntegrity.WriteLock(scan);
        foreach (PluginDescriptor plugin in scan.Plugins.Where(plugin => plugin.State == PluginState.Rejected))
        {
            terminal.Note($"Not pinned, since it is rejected: {plugin.Name}.");
        }

        int files = content.Plugins.Sum(plugin => plugin.Files.Count);
        terminal.Say($"Pinned {Count(content.Plugins.Count, "plugin")} with {Count(files, "file")} in {Path.Combine(scan.Directory, "plugins.lock.json")}.");
        return ExitCode.Done;
    }

    private static int Check(Terminal terminal, PluginScan scan)
    {
        IReadOnlyList<PluginProblem> differences = PluginIntegrity.CheckLock(scan);
        foreach (PluginProblem difference in differences)
        {
            terminal.Say(difference.ToString());
        }

        terminal.Say(differences.Count == 0 ? "Every plugin is as it was locked." : $"{Count(differences.Count, "difference")}.");
        return differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
