using System.Diagnostics.CodeAnalysis;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Integrity;

/// <summary>
/// Holds plugins against the lock file: once when they are found, and once more the very bytes that are about to be
/// loaded. Folders for other platforms are not looked at, since nothing of them is ever loaded.
/// </summary>
internal sealed class IntegrityGate
{
    private readonly IntegrityMode _mode;
    private volatile PluginLock? _lock;

    private IntegrityGate(IntegrityMode mode, PluginLock? content)
    {
        _mode = mode;
        _lock = content;
    }

    /// <summary>Reads the lock file, unless it does not matter.</summary>
    /// <param name="mode">What it is good for.</param>
    /// <param name="pluginsDirectory">The folder of plugins.</param>
    /// <exception cref="PluginHostException">It is missing or cannot be used, and must be enforced.</exception>
    public static IntegrityGate Open(IntegrityMode mode, string pluginsDirectory)
    {
        PluginLock? content = null;
        if (mode != IntegrityMode.Off && !TryRead(pluginsDirectory, out content, out PluginProblem? problem) && mode == IntegrityMode.Enforce)
        {
            throw new PluginHostException(problem);
        }

        return new IntegrityGate(mode, content);
    }

    /// <summary>
    /// Adds what speaks against each plugin. Enforced, that rejects it. The lock file may have been written anew since
    /// the last time; if it cannot be read by now, the last one that could still counts.
    /// </summary>
    public PluginScan Check(PluginScan scan)
    {
        List<PluginProblem> notes = [.. scan.Notes];
        if (_mode != IntegrityMode.Off)
        {
            if (TryRead(scan.Directory, out PluginLock? content, out PluginProblem? problem))
            {
                _lock = content;
            }
            else
            {
                notes.Add(problem.In(IntegrityMode.Warn));
            }
        }

        if (scan.Plugins.Count > 0 && FilePermissions.FindWritableByAll(scan.Directory, PluginLockFile.PathIn(scan.Directory)) is { } writable)
        {
            notes.Add(writable);
        }

        List<PluginDescriptor> plugins = [.. scan.Plugins.Select(Check)];
        notes.AddRange(
            from locked in _lock?.Plugins ?? []
            where !plugins.Exists(plugin => plugin.Backends.Count > 0 && RealPath.Comparer.Equals(plugin.Name, locked.Name))
            select IntegrityProblems.LockedPluginMissing(scan.Directory, locked.Name));
        return scan with { Plugins = plugins, Notes = notes };
    }

    /// <summary>Holds the copy that is about to be loaded against the lock file.</summary>
    /// <returns>What differs, where that only warns.</returns>
    /// <exception cref="PluginLoadException">It differs, and the lock file is enforced.</exception>
    public IReadOnlyList<PluginProblem> CheckCopy(PluginDescriptor plugin, string copy)
    {
        if (_lock is not { } content)
        {
            return [];
        }

        List<PluginProblem> problems = Compare(content, plugin, FileHashes.Of(PluginContent.HashFolder(copy)));
        return problems.Find(problem => problem.Severity == ProblemSeverity.Error) is { } refusal
            ? throw new PluginLoadException(refusal)
            : problems;
    }

    private PluginDescriptor Check(PluginDescriptor plugin)
    {
        if (plugin.State != PluginState.Ready)
        {
            return plugin;
        }

        List<PluginProblem> problems = [.. plugin.Problems];
        if (FilePermissions.FindWritableByAll(plugin) is { } writable)
        {
            problems.Add(writable);
        }

        problems.AddRange(_lock is { } content ? CompareFiles(content, plugin) : []);
        return problems.Count == plugin.Problems.Count ? plugin : plugin with { Problems = problems };
    }

    private static bool TryRead(
        string pluginsDirectory, [NotNullWhen(true)] out PluginLock? content, [NotNullWhen(false)] out PluginProblem? problem)
    {
        content = PluginLockFile.TryRead(pluginsDirectory, out problem);
        if (content is null)
        {
            problem ??= IntegrityProblems.LockMissing(PluginLockFile.PathIn(pluginsDirectory));
            return false;
        }

        return true;
    }

    private List<PluginProblem> CompareFiles(PluginLock content, PluginDescriptor plugin)
    {
        try
        {
            return Compare(content, plugin, FileHashes.Of(plugin.Files));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [PluginProblems.Unreadable(plugin.Directory, exception.Message)];
        }
    }

    private List<PluginProblem> Compare(PluginLock content, PluginDescriptor plugin, SortedDictionary<string, string> found)
    {
        if (content.Find(plugin.Name) is not { } locked)
        {
            return [IntegrityProblems.NotLocked(plugin.AssemblyFile, plugin.Name).In(_mode)];
        }

        Dictionary<string, string> forThisPlatform =
            new(locked.Files.Where(file => !HostPlatform.IsForeign(file.Key)), RealPath.Comparer);
        return [.. FileHashes.Compare(forThisPlatform, found, plugin.Directory).Select(problem => problem.In(_mode))];
    }
}
