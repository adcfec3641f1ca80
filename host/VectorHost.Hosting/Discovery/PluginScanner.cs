using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Installing;

namespace VectorHost.Hosting.Discovery;

/// <summary>
/// Reads a folder of plugins. It opens regular files only, loads no assembly and runs no code of a plugin, and reports
/// every candidate: <c>NAME/NAME.dll</c>, or <c>NAME.dll</c> alone. Other DLLs in a plugin's folder are its libraries.
/// </summary>
/// <param name="logger">Told what was found and how long it took.</param>
public sealed class PluginScanner(ILogger<PluginScanner> logger)
{
    /// <summary>Looks at the folder.</summary>
    /// <param name="pluginsDirectory">
    /// The folder of plugins; a relative path starts at the folder of the program. A missing one has no plugins.
    /// </param>
    /// <exception cref="PluginHostException">The path is not a folder, or the folder cannot be read.</exception>
    public PluginScan Scan(string pluginsDirectory) => Scan(pluginsDirectory, openCache: null);

    /// <summary>Looks at the folder, with what earlier runs of the program saw there.</summary>
    /// <param name="pluginsDirectory">The folder, as for the other.</param>
    /// <param name="openCache">Opens what is known of the folder of the given full path.</param>
    /// <exception cref="PluginHostException">The path is not a folder, or the folder cannot be read.</exception>
    internal PluginScan Scan(string pluginsDirectory, Func<string, InspectionCache?>? openCache)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pluginsDirectory);
        long start = Stopwatch.GetTimestamp();
        if (pluginsDirectory.StartsWith('~'))
        {
            throw new PluginHostException(PluginProblems.FolderHasTilde(pluginsDirectory));
        }

        string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(pluginsDirectory, AppContext.BaseDirectory));
        if (!TryFindRoot(directory, out string root))
        {
            HostingLog.FolderMissing(logger, directory);
            return new PluginScan { Directory = directory, Plugins = [], Notes = [PluginProblems.FolderMissing(directory)] };
        }

        InspectionCache? cache = openCache?.Invoke(directory);
        List<PluginDescriptor> plugins = [];
        List<PluginProblem> notes = [];
        foreach (string entry in ReadEntries(root))
        {
            string name = Path.GetFileName(entry);
            if (name.StartsWith('.'))
            {
                notes.AddRange(Leftovers.IsOne(name) ? [InstallProblems.Leftover(entry)] : Array.Empty<PluginProblem>());
                continue;
            }

            long inspectionStart = Stopwatch.GetTimestamp();
            if (Inspect(entry, root, cache) is { } plugin)
            {
                plugins.Add(plugin with { InspectionTime = Stopwatch.GetElapsedTime(inspectionStart) });
                HostingLog.Report(logger, plugin);
            }
        }

        cache?.Save(plugins);
        IgnoreSecondWays(plugins);
        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        HostingLog.Scanned(logger, directory, plugins.Count, duration.TotalMilliseconds);
        return new PluginScan { Directory = directory, Plugins = plugins, Notes = notes, Duration = duration };
    }

    private static bool TryFindRoot(string directory, out string root)
    {
        try
        {
            LinkOutcome outcome = RealPath.Resolve(directory, out root);
            if (outcome == LinkOutcome.Missing && new FileInfo(directory).LinkTarget is null)
            {
                return false;
            }

            return outcome == LinkOutcome.Resolved && FileStatus.Of(root).Kind == FileKind.Directory
                ? true
                : throw new PluginHostException(PluginProblems.FolderIsNotAFolder(directory));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new PluginHostException(PluginProblems.FolderUnreadable(directory, exception.Message));
        }
    }

    private static List<string> ReadEntries(string root)
    {
        try
        {
            List<string> entries = [.. Directory.EnumerateFileSystemEntries(root)];
            entries.Sort(StringComparer.Ordinal);
            return entries;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new PluginHostException(PluginProblems.FolderUnreadable(root, exception.Message));
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "No candidate may stop the scan, whatever is wrong with it.")]
    private PluginDescriptor? Inspect(string entry, string root, InspectionCache? cache)
    {
        string name = Path.GetFileName(entry);
        PluginCandidate asFile = new(
            Path.GetFileNameWithoutExtension(name), PluginLayout.SingleFile, root, entry, root);
        try
        {
            string target = entry;
            FileKind kind = FileStatus.Of(target).Kind;
            if (kind == FileKind.Link)
            {
                if (FindLinkProblem(entry, root, out target) is { } problem)
                {
                    return asFile.Describe(problem);
                }

                kind = FileStatus.Of(target).Kind;
            }

            bool isNamedLikeFile = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
            if (kind != FileKind.Directory)
            {
                if (isNamedLikeFile)
                {
                    return PluginInspector.Inspect(asFile, cache);
                }

                HostingLog.StrayFile(logger, entry);
                return null;
            }

            if (isNamedLikeFile)
            {
                return asFile.Describe(PluginProblems.NotARegularFile(entry));
            }

            string assemblyFile = Path.Combine(target, name + ".dll");
            return PluginInspector.Inspect(new PluginCandidate(name, PluginLayout.Folder, target, assemblyFile, root), cache);
        }
        catch (Exception exception)
        {
            return asFile.Describe(PluginProblems.Unreadable(entry, exception.Message));
        }
    }

    private static PluginProblem? FindLinkProblem(string path, string root, out string target) =>
        RealPath.Resolve(path, out target) switch
        {
            LinkOutcome.Loop => PluginProblems.LinkLoop(path),
            LinkOutcome.Missing => PluginProblems.LinkTargetMissing(path, target),
            _ when !RealPath.IsBelow(target, root) => PluginProblems.LinkLeavesRoot(path, target, root),
            _ => null,
        };

    private static void IgnoreSecondWays(List<PluginDescriptor> plugins)
    {
        var first = new Dictionary<string, PluginDescriptor>(RealPath.Comparer);
        for (int i = 0; i < plugins.Count; i++)
        {
            PluginDescriptor plugin = plugins[i];
            if (!plugin.Files.TryGet(Path.GetFileName(plugin.AssemblyFile), out PluginFile? main) ||
                first.TryAdd(main.FullPath, plugin))
            {
                continue;
            }

            PluginProblem note = PluginProblems.SecondWay(plugin.AssemblyFile, first[main.FullPath].AssemblyFile);
            plugins[i] = plugin with { Backends = [], Problems = [note] };
        }
    }
}
