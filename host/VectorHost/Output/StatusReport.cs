using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Session;

namespace VectorHost.Output;

/// <summary>Shows a repository's status to a person.</summary>
internal static class StatusReport
{
    public static void Write(Terminal terminal, HostSession session, RepositoryStatus status)
    {
        terminal.Say($"repository  {session.Repository.Name} ({session.Repository.Root})");
        terminal.Say($"backend     {session.Settings.Backend}: {status.Health.Description}");
        if (!status.Health.IsHealthy)
        {
            return;
        }

        if (status.Metadata is not { } metadata)
        {
            terminal.Say("index       none: run 'vectorhost index'");
            WriteEmbedderProblem(terminal, status);
            return;
        }

        terminal.Say($"index       {State(metadata)}");
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"records     {status.Records:N0} of {metadata.FileCount:N0} files"));
        terminal.Say($"embedder    {metadata.Embedder}");
        WriteEmbedderProblem(terminal, status);
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"indexed     {metadata.UpdatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz} by version {metadata.ToolVersion}"));
        terminal.Say($"changes     {Changes(status)}");
    }

    private static void WriteEmbedderProblem(Terminal terminal, RepositoryStatus status)
    {
        if (status.EmbedderProblem is { } problem)
        {
            terminal.Say($"configured  {(status.Embedder.Problem is null ? $"{status.Embedder}. " : "")}{problem}");
        }
    }

    private static string State(IndexMetadata metadata) => metadata.State == IndexState.Complete
        ? "complete"
        : "incomplete: a run was interrupted or is under way; 'vectorhost index' completes it";

    private static string Changes(RepositoryStatus status) => status.Drift switch
    {
        null => "not known on this machine; 'vectorhost index' finds out",
        { IsNone: true } => "none",
        { } drift => string.Create(
            CultureInfo.InvariantCulture,
            $"{drift.Changed:N0} files changed, {drift.New:N0} new, {drift.Deleted:N0} deleted since; 'vectorhost index' brings it up to date"),
    };
}
