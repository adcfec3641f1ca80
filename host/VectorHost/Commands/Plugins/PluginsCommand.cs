using System.CommandLine;
using VectorHost.Output;

namespace VectorHost.Commands.Plugins;

/// <summary><c>vectorhost plugins</c>: looks at plugins, and puts them into and out of the plugins folder.</summary>
internal static class PluginsCommand
{
    public static Command Create(Terminal terminal) =>
        new("plugins", "Inspect, verify, install, remove and pin plugins.")
        {
            InspectCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            InstallCommand.Create(terminal),
            RemoveCommand.Create(terminal),
            LockCommand.Create(terminal),
        };
}
