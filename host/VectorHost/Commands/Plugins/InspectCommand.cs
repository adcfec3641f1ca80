using System.CommandLine;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Inspection;
using VectorHost.Output;

namespace VectorHost.Commands.Plugins;

/// <summary><c>vectorhost plugins inspect FILE</c>: everything about a plugin that can be read without running it.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = PluginArgument.CreateFile();
        Option<bool> json = JsonOption.Create();
        Command command = new("inspect", "Show what a plugin is and needs, and whether it would be accepted; nothing of it is run.") { file, json };
        command.SetAction((line, cancellationToken) =>
        {
            PluginReport report = PluginInspection.Inspect(line.GetRequiredValue(file), cancellationToken: cancellationToken);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(report));
            }
            else
            {
                InspectionReport.Write(terminal, report);
            }

            return Task.FromResult(report.Plugin.State == PluginState.Ready ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
