using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting;

/// <summary>Everything that hosting logs, and the one place of its event ids.</summary>
/// <remarks>No exception object of a plugin is logged, only its text: a log that keeps it would keep the plugin.</remarks>
internal static partial class HostingLog
{
    [LoggerMessage(1001, LogLevel.Information, "There is no folder of plugins at '{Directory}'.")]
    public static partial void FolderMissing(ILogger logger, string directory);

    [LoggerMessage(1002, LogLevel.Debug, "Read {Count} plugins in '{Directory}' in {Milliseconds:0.0} ms.")]
    public static partial void Scanned(ILogger logger, string directory, int count, double milliseconds);

    [LoggerMessage(1003, LogLevel.Debug, "Passed over '{File}', which is not a plugin.")]
    public static partial void StrayFile(ILogger logger, string file);

    [LoggerMessage(1004, LogLevel.Debug, "Plugin '{Name}' {Version} is {State}; backends: {Backends}.")]
    public static partial void Found(ILogger logger, string name, Version? version, PluginState state, string backends);

    [LoggerMessage(1005, LogLevel.Debug, "Plugin '{Name}': {Code}: {Cause} {Remedy}")]
    public static partial void Noted(ILogger logger, string name, string code, string cause, string remedy);

    [LoggerMessage(1006, LogLevel.Warning, "Plugin '{Name}': {Code}: {Cause} {Remedy}")]
    public static partial void Warned(ILogger logger, string name, string code, string cause, string remedy);

    [LoggerMessage(1007, LogLevel.Warning, "{Code}: {Cause} {Remedy}")]
    public static partial void FolderWarned(ILogger logger, string code, string cause, string remedy);

    [LoggerMessage(1101, LogLevel.Debug, "Plugin '{Name}' is loaded from '{Directory}' (copied: {Copied}), {Milliseconds:0.0} ms.")]
    public static partial void Loaded(ILogger logger, string name, string directory, bool copied, double milliseconds);

    [LoggerMessage(1102, LogLevel.Trace, "Plugin '{Name}': assembly '{Assembly}' comes from {Origin}.")]
    public static partial void Resolved(ILogger logger, string name, string assembly, string origin);

    [LoggerMessage(1103, LogLevel.Trace, "Plugin '{Name}': native library '{Library}' comes from {Origin}.")]
    public static partial void ResolvedNative(ILogger logger, string name, string library, string origin);

    [LoggerMessage(1104, LogLevel.Debug, "Removed the old copy '{Directory}'.")]
    public static partial void CopyRemoved(ILogger logger, string directory);

    [LoggerMessage(1105, LogLevel.Debug, "The old copy '{Directory}' stays: {Reason}")]
    public static partial void CopyKept(ILogger logger, string directory, string reason);

    [LoggerMessage(1201, LogLevel.Debug, "Backend '{Backend}' was created by plugin '{Name}' in {Milliseconds:0.0} ms.")]
    public static partial void Created(ILogger logger, string backend, string name, double milliseconds);

    [LoggerMessage(1202, LogLevel.Error, "Plugin '{Name}' is not used any more in this process, since an initialiser failed: {Reason}")]
    public static partial void Faulted(ILogger logger, string name, string reason);

    [LoggerMessage(1203, LogLevel.Debug, "Backend '{Backend}' failed in '{Operation}': {Failure}")]
    public static partial void Failed(ILogger logger, string backend, string operation, string failure);

    [LoggerMessage(1204, LogLevel.Warning, "Backend '{Backend}' failed while it was closed: {Failure}")]
    public static partial void DisposalFailed(ILogger logger, string backend, string failure);

    [LoggerMessage(1205, LogLevel.Warning, "Backend '{Backend}' was not closed within {Seconds:0.###} seconds and was given up.")]
    public static partial void DisposalHung(ILogger logger, string backend, double seconds);

    [LoggerMessage(1206, LogLevel.Warning, "Backend '{Backend}' was closed while {Count} calls were still running.")]
    public static partial void ClosedWhileBusy(ILogger logger, string backend, int count);

    [LoggerMessage(1207, LogLevel.Warning, "Plugins were not closed within {Seconds:0.###} seconds and were given up.")]
    public static partial void ClosingHung(ILogger logger, double seconds);

    [LoggerMessage(1301, LogLevel.Debug, "Plugin '{Name}' is being unloaded.")]
    public static partial void Unloading(ILogger logger, string name);

    [LoggerMessage(1302, LogLevel.Debug, "Plugin '{Name}' was unloaded in {Milliseconds:0} ms.")]
    public static partial void Unloaded(ILogger logger, string name, double milliseconds);

    [LoggerMessage(1303, LogLevel.Warning, "Plugin '{Name}' is still in memory {Milliseconds:0} ms after it was unloaded, and takes its memory until it is let go. {Holders}")]
    public static partial void StillAlive(ILogger logger, string name, double milliseconds, string holders);

    [LoggerMessage(1304, LogLevel.Information, "Plugin '{Name}' was reloaded: version {Old} gave way to {New}.")]
    public static partial void Reloaded(ILogger logger, string name, Version? old, Version? @new);

    [LoggerMessage(1305, LogLevel.Warning, "Plugin '{Name}' was not reloaded, and the version in use goes on: {Code}: {Cause}")]
    public static partial void ReloadFailed(ILogger logger, string name, string code, string cause);

    [LoggerMessage(1306, LogLevel.Warning, "Changes in '{Directory}' are found by looking every {Seconds:0.###} seconds, since the system does not report them: {Reason}")]
    public static partial void OnlyPolling(ILogger logger, string directory, double seconds, string reason);

    [LoggerMessage(1307, LogLevel.Warning, "The plugins folder could not be looked at, and will be again: {Reason}")]
    public static partial void WatchFailed(ILogger logger, string reason);

    [LoggerMessage(1308, LogLevel.Error, "A handler of changes to plugins failed: {Reason}")]
    public static partial void HandlerFailed(ILogger logger, string reason);

    [LoggerMessage(1309, LogLevel.Debug, "The files of plugin '{Name}' changed: {Kind}.")]
    public static partial void Changed(ILogger logger, string name, PluginChangeKind kind);

    [LoggerMessage(1310, LogLevel.Warning, "An exception on a plugin's own thread will end the process, since someone else handles them: {Reason}")]
    public static partial void LooseExceptionsNotSurvived(ILogger logger, string reason);

    /// <summary>Logs a candidate with everything that is wrong with it, quietly: it may never be asked for.</summary>
    public static void Report(ILogger logger, PluginDescriptor plugin)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        string backends = string.Join(", ", plugin.Backends.Select(backend => backend.Name));
        Found(logger, plugin.Name, plugin.Version, plugin.State, backends);
        foreach (PluginProblem problem in plugin.Problems)
        {
            Noted(logger, plugin.Name, problem.Code, problem.Cause, problem.Remedy);
        }
    }
}
