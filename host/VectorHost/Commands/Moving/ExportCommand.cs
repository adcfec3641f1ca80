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
        Option<bool> force = new("--force") { Description = "Overwrite the file if it is there." };
        Option<bool> json = JsonOption.Create();
        Command command = new("export", "Write a repository's index into a file: compressed JSON Lines, vectors included.") { file, repository, force, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string path = Path.GetFullPath(line.GetRequiredValue(file));
            CheckTarget(path, line.GetValue(force));
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

    private static void CheckTarget(string path, bool isOverwritten)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"{path} is a folder: name a file in it, such as {Path.Combine(path, "code.jsonl.gz")}.");
        }

        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder {folder}: make it, or name a file elsewhere.");
        }

        if (File.Exists(path) && !isOverwritten)
        {
            throw new UsageException($"{path} is there already: pass --force to overwrite it.");
        }
    }
}
