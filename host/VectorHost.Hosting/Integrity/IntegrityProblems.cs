using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Integrity;

/// <summary>The problems VH16: what a lock file and permissions tell against a plugin.</summary>
internal static class IntegrityProblems
{
    private const string LockAgain =
        "If the change was meant, run 'vectorhost plugins lock'; if not, install the plugin again from where you trust it.";

    public static PluginProblem LockMissing(string file) => Error("VH1601", file,
        $"Plugins are only used as the lock file '{file}' pins them, and it is not there.",
        "Run 'vectorhost plugins lock' once the plugins are as they should be, or set vector_store.plugins_integrity to off.");

    public static PluginProblem LockMalformed(string file, string reason) => Error("VH1602", file,
        $"The lock file '{file}' cannot be used: {reason}",
        "Restore it from where it is kept, or run 'vectorhost plugins lock' once the plugins are as they should be.");

    public static PluginProblem FileChanged(string file, string locked, string found) => Error("VH1603", file,
        $"'{file}' is not the file that was locked: its SHA-256 is {found}, and the lock file says {locked}.", LockAgain);

    public static PluginProblem FileAdded(string file, string found) => Error("VH1604", file,
        $"'{file}' is not in the lock file: its SHA-256 is {found}, and the lock file has none for it.", LockAgain);

    public static PluginProblem FileRemoved(string file, string locked) => Error("VH1605", file,
        $"'{file}' is in the lock file, with the SHA-256 {locked}, and is not there.", LockAgain);

    public static PluginProblem FileRenamed(string file, string was, string hash) => Error("VH1606", file,
        $"'{file}' has the name '{was}' in the lock file; the SHA-256 of both is {hash}.", LockAgain);

    public static PluginProblem NotLocked(string file, string name) => Error("VH1607", file,
        $"The plugin '{name}' is not in the lock file.",
        "If it was meant to be there, run 'vectorhost plugins lock'; if not, remove it.");

    public static PluginProblem LockedPluginMissing(string directory, string name) => Warning("VH1608", directory,
        $"The lock file pins the plugin '{name}', and there is none of that name that could be used.",
        "Install it again, or run 'vectorhost plugins lock' if it was meant to go.");

    public static PluginProblem WritableByAll(string path, int others) => Warning("VH1609", path,
        $"Every user of this machine may write '{path}'{(others > 0 ? $" and {others} more of the plugin's files and folders" : "")}, and so run code as you.",
        $"Take the right away: chmod -R o-w '{path}'.");

    /// <summary>The problem as it counts in a mode.</summary>
    public static PluginProblem In(this PluginProblem problem, IntegrityMode mode) =>
        mode == IntegrityMode.Enforce ? problem : problem with { Severity = ProblemSeverity.Warning };

    private static PluginProblem Warning(string code, string file, string cause, string remedy) =>
        new() { Code = code, Severity = ProblemSeverity.Warning, Cause = cause, Remedy = remedy, File = file };

    private static PluginProblem Error(string code, string file, string cause, string remedy) =>
        new() { Code = code, Severity = ProblemSeverity.Error, Cause = cause, Remedy = remedy, File = file };
}
