using System.CommandLine;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost status [REPO]</c>: what the store holds of a repository, and how far that is from its files.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> json = JsonOption.Create();
        Command command = new("status", "Show what is indexed and whether it is up to date.") { repository, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            session.WaitsForStore = false;
            RepositoryStatus status = await RepositoryStatus.ReadAsync(session, cancellationToken);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session, status));
            }
            else
            {
                StatusReport.Write(terminal, session, status);
            }

            return status.Health.IsHealthy ? ExitCode.Done : ExitCode.BackendUnavailable;
        });
        return command;
    }
}
