using System.CommandLine;
using VectorHost.Indexing.Pipeline;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost index [REPO]</c>: brings the store up to date with a repository.</summary>
internal static class IndexCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> full = new("--full") { Description = "Delete what is there and index everything anew." };
        Option<bool> json = JsonOption.Create();
        Command command = new("index", "Index a repository into the vector store, or bring its index up to date.")
        {
            repository, full, json,
        };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            IndexSummary summary = await session.IndexAsync(
                new IndexOptions { Full = line.GetValue(full), Walk = session.Settings.Walk },
                ProgressDisplay.Always,
                cancellationToken);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session, summary));
            }
            else
            {
                SummaryReport.Write(terminal, session, summary);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
