using System.CommandLine;
using VectorHost.Hosting.Installing;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Plugins;

/// <summary><c>vectorhost plugins remove NAME</c>: takes a plugin out of the plugins folder.</summary>
internal static class RemoveCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = PluginArgument.CreateName();
        Command command = new("remove", "Take a plugin out of the plugins folder. What it stored stays.") { name };
        command.SetAction(async (line, _) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);
            RemoveResult result = new PluginInstaller(session.Settings.PluginsDirectory).Remove(line.GetRequiredValue(name));
            InstallationReport.Write(terminal, result);
            return ExitCode.Done;
        });
        return command;
    }
}
