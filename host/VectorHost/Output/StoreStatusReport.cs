using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Session;

namespace VectorHost.Output;

/// <summary>Shows to a person what the store holds.</summary>
internal static class StoreStatusReport
{
    public static void Write(Terminal terminal, HostSession session, StoreStatus status)
    {
        terminal.Say($"backend     {session.Settings.Backend}: {status.Health.Description}");
        if (status.Health.IsHealthy && status.Repositories.Count == 0)
        {
            terminal.Say("holds       nothing: run 'vectorhost index'");
        }

        foreach ((IndexMetadata metadata, long records) in status.Repositories)
        {
            terminal.Say("");
            terminal.Say($"repository  {metadata.Repository} ({metadata.Root}{(Directory.Exists(metadata.Root) ? "" : ", not on this machine")})");
            terminal.Say($"index       {(metadata.State == IndexState.Complete ? "complete" : "incomplete")}");
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"records     {records:N0} of {metadata.FileCount:N0} files"));
            terminal.Say($"embedder    {metadata.Embedder}");
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"indexed     {metadata.UpdatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz} by version {metadata.ToolVersion}"));
        }
    }
}
