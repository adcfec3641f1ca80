using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Moving;

/// <summary><c>vectorhost import FILE</c>: puts an exported index into a store.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = MoveOptions.File("A file that 'vectorhost export' wrote.");
        Option<string> repository = RepositoryArgument.CreateOption();
        Option<bool> replace = MoveOptions.Replace();
        Option<bool> json = JsonOption.Create();
        Command command = new("import", "Put an exported index into the vector store, without embedding anything.") { file, repository, replace, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string path = Path.GetFullPath(line.GetRequiredValue(file));
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            ArchivedRecords records = new(path);
            await RefuseOtherRepositoryAsync(records, session, cancellationToken);
            IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
            MoveProgress progress = new();
            Task<MoveSummary> import = new RecordMover(store, session.Settings.Backend, TimeProvider.System)
                .MoveAsync(records, line.GetValue(replace), progress, cancellationToken);
            await MoveDisplay.FollowAsync(terminal, progress, import);
            MoveReport.Write(terminal, await import, $"from {path} to {session.Settings.Backend}", line.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>An index under a name that no folder here has would never be found again, and an unset collection is named after it.</summary>
    private static async Task RefuseOtherRepositoryAsync(ArchivedRecords records, HostSession session, CancellationToken cancellationToken)
    {
        IndexMetadata metadata = await records.ReadMetadataAsync(cancellationToken);
        if (metadata.Repository != session.Repository.Name)
        {
            throw new UsageException(
                $"The file holds '{metadata.Repository}', but the repository at {session.Repository.Root} is '{session.Repository.Name}': name its folder with --repo, or set indexing.repository to '{metadata.Repository}'.");
        }
    }
}
