using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Installing;

namespace VectorHost.Output;

/// <summary>Says what became of the plugins folder.</summary>
internal static class InstallationReport
{
    public static void Write(Terminal terminal, InstallResult result)
    {
        WriteNotes(terminal, [.. result.Recovered, .. result.Plugin.Problems]);
        string backends = string.Join(", ", result.Plugin.Backends.Select(backend => backend.Name));
        terminal.Say($"{(result.Replaced ? "Replaced" : "Installed")} {result.Plugin.Name} {result.Plugin.Version} in {result.Plugin.Directory}.");
        terminal.Say($"Its backends: {backends}. To use one, set vector_store.backend to it, or pass --backend {result.Plugin.Backends[0].Name}.");
        if (result.Locked)
        {
            terminal.Say("The lock file pins it.");
        }
    }

    public static void Write(Terminal terminal, RemoveResult result)
    {
        WriteNotes(terminal, result.Recovered);
        terminal.Say($"Removed {result.Name}{(result.Unlocked ? ", also from the lock file" : "")}.");
    }

    private static void WriteNotes(Terminal terminal, IEnumerable<PluginProblem> notes)
    {
        foreach (PluginProblem note in notes)
        {
            terminal.Note(note.ToString());
        }
    }
}
