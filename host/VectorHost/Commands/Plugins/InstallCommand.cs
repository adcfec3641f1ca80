using System.CommandLine;
using VectorHost.Hosting.Installing;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Plugins;

/// <summary><c>vectorhost plugins install FILE</c>: puts a plugin into the plugins folder, if it passes every check.</summary>
internal static class InstallCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> source = PluginArgument.CreateFile();
        Option<bool> force = new("--force") { Description = "Replace a plugin of the same name." };
        Command command = new("install", "Put a plugin into the plugins folder.") { source, force };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);
            PluginInstaller installer = new(session.Settings.PluginsDirectory);
            InstallResult result = installer.Install(line.GetRequiredValue(source), line.GetValue(force), cancellationToken);
            InstallationReport.Write(terminal, result);
            return ExitCode.Done;
        });
        return command;
    }
}
