using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Moving;

/// <summary><c>vectorhost copy --from A --to B</c>: puts a repository's index into another store, without embedding anything.</summary>
internal static class CopyCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> from = new("--from") { Description = "The backend that holds the index.", HelpName = "NAME", Required = true };
        Option<string> to = new("--to") { Description = "The backend that gets it.", HelpName = "NAME", Required = true };
        Option<string> repository = RepositoryArgument.CreateOption();
        Option<bool> replace = MoveOptions.Replace();
        Option<bool> json = JsonOption.Create();
        Command command = new("copy", "Copy a repository's index from one store to another, vectors included.") { from, to, repository, replace, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string source = line.GetRequiredValue(from);
            string target = line.GetRequiredValue(to);
            if (source.Equals(target, StringComparison.OrdinalIgnoreCase))
            {
                throw new UsageException($"--from and --to both name '{source}': name two backends.");
            }

            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            await using IVectorStore sourceStore = await session.ConnectStoreAsync(source, cancellationToken);
            await using IVectorStore targetStore = await session.ConnectStoreAsync(target, cancellationToken);
            MoveProgress progress = new();
            Task<MoveSummary> move = new RecordMover(targetStore, target, TimeProvider.System).MoveAsync(
                new StoreRecords(sourceStore, source, session.Repository.Name), line.GetValue(replace), progress, cancellationToken);
            await MoveDisplay.FollowAsync(terminal, progress, move);
            MoveReport.Write(terminal, await move, $"from {source} to {target}", line.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
