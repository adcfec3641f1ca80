using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>
/// Survives exceptions that nobody catches on a plugin's own threads, timers and <c>async void</c> methods: the plugin is
/// marked as faulted, and the process goes on. Everything else that nobody catches ends the process as ever.
/// </summary>
/// <remarks>
/// The runtime takes one handler for the whole process and never gives it up
/// (<see cref="ExceptionHandling.SetUnhandledExceptionHandler"/>, since .NET 10): hence the statics.
/// </remarks>
internal static class LooseExceptions
{
    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<PluginTable>> Tables = [];
    private static bool _isInstalled;

    /// <summary>Looks after the plugins of a table, as long as it lives.</summary>
    public static void Survive(PluginTable table, ILogger logger)
    {
        lock (Gate)
        {
            Tables.RemoveAll(known => !known.TryGetTarget(out _));
            Tables.Add(new WeakReference<PluginTable>(table));
            if (_isInstalled)
            {
                return;
            }

            try
            {
                ExceptionHandling.SetUnhandledExceptionHandler(IsSurvived);
                _isInstalled = true;
            }
            catch (InvalidOperationException exception)
            {
                HostingLog.LooseExceptionsNotSurvived(logger, exception.Message);
            }
        }
    }

    private static bool IsSurvived(Exception exception)
    {
        if (FindContext(exception) is not { } context)
        {
            return false;
        }

        LoadedPlugin? plugin = OpenTables().SelectMany(table => table.Generations).FirstOrDefault(plugin => plugin.IsIn(context));
        plugin?.MarkFaulted($"a thread of its own threw {FailureText.Describe(exception)}");
        return plugin is not null;
    }

    /// <summary>
    /// The context of the plugin that an exception is the business of: there is code of a plugin in its trace, and none of
    /// the host's, which would be left in the middle of something.
    /// </summary>
    private static PluginLoadContext? FindContext(Exception exception)
    {
        PluginLoadContext? found = null;
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly is not { } assembly)
            {
                continue;
            }

            if (AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext context)
            {
                found ??= context;
            }
            else if (!IsOfRuntime(assembly))
            {
                return null;
            }
        }

        return found;
    }

    private static bool IsOfRuntime(Assembly assembly) =>
        assembly.Location.StartsWith(Path.GetDirectoryName(typeof(object).Assembly.Location)!, StringComparison.Ordinal);

    private static List<PluginTable> OpenTables()
    {
        lock (Gate)
        {
            return [.. Tables.Select(known => known.TryGetTarget(out PluginTable? table) ? table : null).OfType<PluginTable>()];
        }
    }
}
