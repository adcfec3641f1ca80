using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Snapshots;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost clear [REPO]</c>: deletes a repository's records, or everything.</summary>
internal static class ClearCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> all = new("--all") { Description = "Every repository in the store." };
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        Command command = new("clear", "Delete a repository's records from the vector store.") { repository, all, yes };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository), mayBeGone: true);
            string? name = line.GetValue(all) ? null : session.Repository.Name;
            IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
            long records = await store.CountAsync(
                name is null ? RecordFilter.All : RecordFilter.ForRepository(name), cancellationToken);
            bool exists = records > 0 || await store.ExistsAsync(name, cancellationToken);
            string what = name is null ? "every repository" : $"'{name}'";
            if (!exists)
            {
                RefuseMissing(session, name);
                terminal.Say($"The {session.Settings.Backend} store holds nothing of {what}.");
                return ExitCode.Done;
            }

            if (!line.GetValue(yes)
                && !await ConfirmAsync(terminal, $"Delete {records:N0} records of {what} from the {session.Settings.Backend} store?", cancellationToken))
            {
                terminal.Say("Nothing was deleted.");
                return ExitCode.Failed;
            }

            using RepositoryLock? writing = name is null ? null : RepositoryLock.TryAcquire(session.Snapshots.LockFile)
                ?? throw new RepositoryBusyException(name, RepositoryLock.FindHolder(session.Snapshots.LockFile));
            await store.ClearAsync(name, cancellationToken);
            if (name is not null)
            {
                session.Snapshots.Delete();
            }

            terminal.Say($"Deleted {records:N0} records of {what}.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A folder that is gone may have been indexed; one that never was is a slip.</summary>
    private static void RefuseMissing(HostSession session, string? name)
    {
        if (name is not null && !Directory.Exists(session.Repository.Root))
        {
            throw new UsageException(
                $"There is no folder {session.Repository.Root}, and the {session.Settings.Backend} store holds nothing of '{name}'. 'vectorhost status --all' lists what it holds.");
        }
    }

    private static async Task<bool> ConfirmAsync(Terminal terminal, string question, CancellationToken cancellationToken)
    {
        if (!Terminal.CanAsk)
        {
            throw new UsageException($"{question} There is no terminal to ask on: pass --yes to confirm.");
        }

        return await terminal.AskAsync(question, cancellationToken);
    }
}
