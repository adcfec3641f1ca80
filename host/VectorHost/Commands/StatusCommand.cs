using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost status [REPO]</c>: what the store holds of a repository, or of all, and how far that is from its files.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> all = new("--all") { Description = "Every repository in the store." };
        Option<bool> json = JsonOption.Create();
        Command command = new("status", "Show what is indexed and whether it is up to date.") { repository, all, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            session.WaitsForStore = false;
            StoreHealth health = line.GetValue(all)
                ? await WriteAllAsync(terminal, session, line.GetValue(json), cancellationToken)
                : await WriteAsync(terminal, session, line.GetValue(json), cancellationToken);
            return health.IsHealthy ? ExitCode.Done : ExitCode.BackendUnavailable;
        });
        return command;
    }

    private static async Task<StoreHealth> WriteAsync(Terminal terminal, HostSession session, bool asJson, CancellationToken cancellationToken)
    {
        RepositoryStatus status = await RepositoryStatus.ReadAsync(session, cancellationToken);
        if (asJson)
        {
            JsonDocuments.Write(terminal, JsonDocuments.Of(session, status));
        }
        else
        {
            StatusReport.Write(terminal, session, status);
        }

        return status.Health;
    }

    private static async Task<StoreHealth> WriteAllAsync(Terminal terminal, HostSession session, bool asJson, CancellationToken cancellationToken)
    {
        StoreStatus status = await StoreStatus.ReadAsync(session, cancellationToken);
        if (asJson)
        {
            JsonDocuments.Write(terminal, JsonDocuments.Of(session, status));
        }
        else
        {
            StoreStatusReport.Write(terminal, session, status);
        }

        return status.Health;
    }
}
