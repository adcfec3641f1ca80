using System.CommandLine;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost backends</c>: what was found in the plugins folder, the unusable included.</summary>
internal static class BackendsCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command command = new("backends", "List the vector stores that were found, and why others cannot be used.") { json };
        command.SetAction(async (line, _) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session.Plugins.Catalog, session.Settings));
            }
            else
            {
                BackendsReport.Write(terminal, session.Plugins.Catalog, session.Settings);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
