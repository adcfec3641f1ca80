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
    private readonly PluginLock? _lock;
    private readonly PluginProblem? _lockProblem;

    private IntegrityGate(IntegrityMode mode, PluginLock? content, PluginProblem? lockProblem)
    {
        _mode = mode;
        _lock = content;
        _lockProblem = lockProblem;
    }

    /// <summary>Reads the lock file, unless it does not matter.</summary>
    /// <param name="mode">What it is good for.</param>
    /// <param name="pluginsDirectory">The folder of plugins.</param>
    /// <exception cref="PluginHostException">It is missing or cannot be used, and must be enforced.</exception>
    public static IntegrityGate Open(IntegrityMode mode, string pluginsDirectory)
    {
        if (mode == IntegrityMode.Off)
        {
            return new IntegrityGate(mode, content: null, lockProblem: null);
        }

        PluginLock? content = PluginLockFile.TryRead(pluginsDirectory, out PluginProblem? problem);
        if (content is null)
        {
            problem ??= IntegrityProblems.LockMissing(PluginLockFile.PathIn(pluginsDirectory));
            if (mode == IntegrityMode.Enforce)
            {
                throw new PluginHostException(problem);
            }
        }

        return new IntegrityGate(mode, content, problem?.In(mode));
    }

    /// <summary>Adds what speaks against each plugin. Enforced, that rejects it.</summary>
    public PluginScan Check(PluginScan scan)
    {
        List<PluginProblem> notes = [.. scan.Notes];
        notes.AddRange(_lockProblem is null ? [] : [_lockProblem]);
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
        if (_lock is null)
        {
            return [];
        }

        List<PluginProblem> problems = Compare(plugin, FileHashes.Of(PluginContent.HashFolder(copy)));
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

        problems.AddRange(_lock is null ? [] : CompareFiles(plugin));
        return problems.Count == plugin.Problems.Count ? plugin : plugin with { Problems = problems };
    }

    private List<PluginProblem> CompareFiles(PluginDescriptor plugin)
    {
        try
        {
            return Compare(plugin, FileHashes.Of(plugin.Files));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [PluginProblems.Unreadable(plugin.Directory, exception.Message)];
        }
    }

    private List<PluginProblem> Compare(PluginDescriptor plugin, SortedDictionary<string, string> found)
    {
        if (_lock!.Find(plugin.Name) is not { } locked)
        {
            return [IntegrityProblems.NotLocked(plugin.AssemblyFile, plugin.Name).In(_mode)];
        }

        Dictionary<string, string> forThisPlatform =
            new(locked.Files.Where(file => !HostPlatform.IsForeign(file.Key)), RealPath.Comparer);
        return [.. FileHashes.Compare(forThisPlatform, found, plugin.Directory).Select(problem => problem.In(_mode))];
    }
}
