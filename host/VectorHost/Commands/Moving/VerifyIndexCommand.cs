using System.CommandLine;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands.Moving;

/// <summary><c>vectorhost verify [REPO]</c>: reads every record and compares it with all that is known of it.</summary>
internal static class VerifyIndexCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<string?> with = new("--with") { Description = "Another backend that should hold the same.", HelpName = "NAME" };
        Option<bool> json = JsonOption.Create();
        Command command = new("verify", "Compare what the store holds with its metadata, its digest and the local snapshot.") { repository, with, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            List<(string Backend, VerifiedIndex Index)> verified = [];
            foreach (string backend in (string[])[session.Settings.Backend, .. line.GetValue(with) is { } other ? [other] : Array.Empty<string>()])
            {
                await using IVectorStore store = await session.ConnectStoreAsync(backend, cancellationToken);
                MoveProgress progress = new();
                Task<VerifiedIndex> run = new IndexVerifier(store, session.Repository.Name)
                    .VerifyAsync(HostSession.LocationOf(session.Repository.Name, backend), progress, cancellationToken);
                await MoveDisplay.FollowAsync(terminal, progress, run);
                verified.Add((backend, await run));
            }

            bool isSame = verified.DistinctBy(one => one.Index.Digest).Count() == 1;
            VerifiedReport.Write(terminal, session, verified, isSame, line.GetValue(json));
            return isSame && verified.TrueForAll(one => one.Index.Problems.Count == 0) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
