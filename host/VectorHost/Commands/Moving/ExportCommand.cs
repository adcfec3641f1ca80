using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Moving;

/// <summary><c>vectorhost export FILE</c>: writes a repository's index into a file.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = MoveOptions.File("The file to write, such as code.jsonl.gz.");
        Option<string> repository = RepositoryArgument.CreateOption();
        Option<bool> json = JsonOption.Create();
        Command command = new("export", "Write a repository's index into a file: compressed JSON Lines, vectors included.") { file, repository, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string path = Path.GetFullPath(line.GetRequiredValue(file));
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
            MoveProgress progress = new();
            Task<MoveSummary> export = new RecordExport(store, session.Settings.Backend, TimeProvider.System)
                .WriteAsync(session.Repository.Name, path, progress, cancellationToken);
            await MoveDisplay.FollowAsync(terminal, progress, export);
            MoveReport.Write(terminal, await export, $"from {session.Settings.Backend} to {path}", line.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
