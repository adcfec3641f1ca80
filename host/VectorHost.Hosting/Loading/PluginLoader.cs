using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Loading;

/// <summary>Brings a plugin into the process: copies it and loads its main assembly into a context of its own.</summary>
internal sealed class PluginLoader(PluginHostOptions options, IntegrityGate integrity, TimeProvider time, ILogger logger)
{
    private readonly ShadowCopyCache _copies = new(options, time, logger);

    /// <summary>Loads a plugin. No code of it runs yet.</summary>
    /// <exception cref="PluginLoadException">It could not be copied or loaded.</exception>
    public async Task<LoadedPlugin> LoadAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        Warn(plugin, plugin.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning));
        ShadowCopy copy = await _copies.AcquireAsync(plugin, cancellationToken).ConfigureAwait(false);
        try
        {
            // The copy is what is loaded, so the copy is what must be as locked, whatever the files were a moment ago.
            Warn(plugin, CheckCopy(plugin, copy).Except(plugin.Problems));
            LoadedPlugin loaded = Load(plugin, copy);
            HostingLog.Loaded(logger, plugin.Name, copy.Directory, copy.IsNew, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return loaded;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private IReadOnlyList<PluginProblem> CheckCopy(PluginDescriptor plugin, ShadowCopy copy)
    {
        try
        {
            return integrity.CheckCopy(plugin, copy.Directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(PluginProblems.CopyUnreadable(copy.Directory, exception.Message));
        }
    }

    private void Warn(PluginDescriptor plugin, IEnumerable<PluginProblem> problems)
    {
        foreach (PluginProblem problem in problems)
        {
            HostingLog.Warned(logger, plugin.Name, problem.Code, problem.Cause, problem.Remedy);
        }
    }

    /// <summary>Removes the copy of a version that will hardly be needed again, unless another process uses it.</summary>
    public void RemoveCopy(string directory) => _copies.Remove(directory);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LoadedPlugin Load(PluginDescriptor plugin, ShadowCopy copy)
    {
        string assemblyFile = Path.Combine(copy.Directory, Path.GetFileName(plugin.AssemblyFile));
        PluginLoadContext? context = null;
        try
        {
            context = new PluginLoadContext(plugin.Name, assemblyFile, options.UnloadsPlugins, logger);
            Assembly assembly = context.LoadFromAssemblyPath(assemblyFile);
            return new LoadedPlugin(plugin, copy, context, assembly, time, logger);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or InvalidOperationException)
        {
            if (context is { IsCollectible: true })
            {
                context.Unload();
            }

            throw new PluginLoadException(PluginProblems.LoadFailed(plugin.AssemblyFile, FailureText.Describe(exception)));
        }
    }
}
