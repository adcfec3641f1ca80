using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;

namespace VectorHost.Hosting.Installing;

/// <summary>
/// Puts plugins into a folder of plugins and takes them out. Whatever happens on the way, each plugin there is the old
/// one or the new one, complete; what an interruption leaves is put right by the next change.
/// </summary>
/// <remarks>Running hosts are not disturbed: they work on copies.</remarks>
/// <param name="pluginsDirectory">The folder of plugins, absolute; it need not exist.</param>
/// <param name="limits">How large a plugin may be.</param>
public sealed class PluginInstaller(string pluginsDirectory, InstallLimits? limits = null)
{
    private readonly InstallLimits _limits = limits ?? new InstallLimits();

    /// <summary>Installs a plugin. Nothing of it is run; it must pass every check that discovery makes.</summary>
    /// <param name="source">A plugin's DLL, its folder, a ZIP or a NUPKG.</param>
    /// <param name="replace">Whether it may take the place of a plugin of the same name.</param>
    /// <param name="cancellationToken">Stops the copying; the folder is then as it was.</param>
    /// <exception cref="PluginInstallException">It was not installed, and the folder is as it was.</exception>
    public InstallResult Install(string source, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var package = PluginSource.Open(source, _limits);
        return FolderChange.Run(pluginsDirectory, change => Install(package, replace, change, cancellationToken));
    }

    /// <summary>Removes a plugin.</summary>
    /// <param name="name">The plugin's name: that of its folder or file. Case does not matter.</param>
    /// <exception cref="PluginInstallException">There is none of that name, or it could not be removed.</exception>
    public RemoveResult Remove(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return FolderChange.Run(pluginsDirectory, change => Remove(name, change));
    }

    private static InstallResult Install(PluginSource source, bool replace, FolderChange change, CancellationToken cancellationToken)
    {
        PluginLock? locked = ReadLock(change.Directory);
        string staging = change.CreateFolder(Leftovers.Installing);
        try
        {
            PluginDescriptor plugin = Stage(source, staging, cancellationToken);
            InstalledPlugin? old = InstalledPlugin.Find(change.Directory, plugin.Name);
            if (old is not null && !replace)
            {
                throw new PluginInstallException(InstallFailure.AlreadyInstalled, InstallProblems.AlreadyInstalled(old.MainPath, old.Name));
            }

            RequireFreeNames(plugin, old, change.Directory);
            LockedPlugin pinned = FileHashes.Lock(plugin);
            string target = Path.Combine(change.Directory, plugin.Name);
            cancellationToken.ThrowIfCancellationRequested();
            Swap(change, plugin.Directory, target, old, () =>
            {
                if (locked is not null)
                {
                    PluginLockFile.Write(change.Directory, locked.Without(old?.Name ?? plugin.Name).With(pinned));
                }
            });
            return new InstallResult
            {
                Plugin = Inspect(plugin.Name, target, change.Directory),
                Replaced = old is not null,
                Locked = locked is not null,
                Recovered = change.Recovered,
            };
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static PluginDescriptor Stage(PluginSource source, string staging, CancellationToken cancellationToken)
    {
        string unnamed = Path.Combine(staging, "plugin");
        NewFile.CreateFolder(unnamed);
        string name = source.StageInto(unnamed, cancellationToken);
        string staged = Path.Combine(staging, name);
        if (unnamed != staged)
        {
            Directory.Move(unnamed, staged);
        }

        PluginDescriptor plugin = Inspect(name, staged, staging);
        // They name where the files came from: the staging folder is gone when they are read.
        PluginProblem[] refusals = [.. plugin.Problems
            .Where(problem => problem.Severity == ProblemSeverity.Error)
            .Select(problem => problem.Relocate(staged, source.FullPath))];
        return refusals.Length == 0 ? plugin : throw new PluginInstallException(InstallFailure.Refused, refusals);
    }

    private static PluginDescriptor Inspect(string name, string directory, string root)
    {
        var candidate = new PluginCandidate(name, PluginLayout.Folder, directory, Path.Combine(directory, name + ".dll"), root);
        return PluginInspector.Inspect(candidate, cache: null) ?? candidate.Describe(PluginProblems.NoEntryAssembly(candidate.AssemblyFile, []));
    }

    /// <summary>A name that two plugins claim belongs to neither, so that installing the second would break the first.</summary>
    private static void RequireFreeNames(PluginDescriptor plugin, InstalledPlugin? old, string directory)
    {
        PluginScan scan = new PluginScanner(NullLogger<PluginScanner>.Instance).Scan(directory);
        PluginProblem[] taken = [..
            from other in scan.Plugins
            where other.State == PluginState.Ready && !other.Name.Equals(old?.Name, StringComparison.OrdinalIgnoreCase)
            from backend in other.Backends
            where plugin.Backends.Any(mine => BackendName.Comparer.Equals(mine.Name, backend.Name))
            select InstallProblems.BackendTaken(other.AssemblyFile, backend.Name, other.Name)];
        if (taken.Length > 0)
        {
            throw new PluginInstallException(InstallFailure.Refused, taken);
        }
    }

    private static void Swap(FolderChange change, string staged, string target, InstalledPlugin? old, Action complete)
    {
        string? aside = old is null ? null : change.CreateFolder(Leftovers.Replacing);
        bool isThere = false;
        try
        {
            old?.MoveInto(aside!);
            Directory.Move(staged, target);
            isThere = true;
            complete();
        }
        catch
        {
            if (isThere)
            {
                Directory.Move(target, staged);
            }

            if (aside is not null)
            {
                InstalledPlugin.MoveAll(aside, change.Directory);
                Directory.Delete(aside);
            }

            throw;
        }

        if (aside is not null)
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static RemoveResult Remove(string name, FolderChange change)
    {
        PluginLock? locked = ReadLock(change.Directory);
        InstalledPlugin plugin = InstalledPlugin.Find(change.Directory, name)
            ?? throw new PluginInstallException(InstallFailure.NotFound, InstallProblems.NoSuchPlugin(change.Directory, name, Hint(name, change.Directory)));
        string removed = change.CreateFolder(Leftovers.Removing);
        plugin.MoveInto(removed);
        bool isPinned = locked?.Find(plugin.Name) is not null;
        if (isPinned)
        {
            PluginLockFile.Write(change.Directory, locked!.Without(plugin.Name));
        }

        Directory.Delete(removed, recursive: true);
        return new RemoveResult { Name = plugin.Name, Unlocked = isPinned, Recovered = change.Recovered };
    }

    private static string Hint(string name, string directory)
    {
        PluginScan scan = new PluginScanner(NullLogger<PluginScanner>.Instance).Scan(directory);
        PluginDescriptor? provider = scan.Plugins.FirstOrDefault(
            plugin => plugin.Backends.Any(backend => BackendName.Comparer.Equals(backend.Name, name)));
        return
            provider is not null ? $"The backend of that name belongs to the plugin '{provider.Name}': vectorhost plugins remove {provider.Name}"
            : NearestName.Find(name, scan.Plugins.Select(plugin => plugin.Name)) is { } nearest ? $"Did you mean '{nearest}'?"
            : scan.Plugins.Count == 0 ? "There are no plugins at all."
            : $"There are: {string.Join(", ", scan.Plugins.Select(plugin => plugin.Name))}.";
    }

    private static PluginLock? ReadLock(string directory)
    {
        PluginLock? content = PluginLockFile.TryRead(directory, out PluginProblem? problem);
        return problem is null ? content : throw new PluginInstallException(InstallFailure.Failed, problem);
    }
}
