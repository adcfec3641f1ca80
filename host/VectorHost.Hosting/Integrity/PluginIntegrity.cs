using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Installing;

namespace VectorHost.Hosting.Integrity;

/// <summary>
/// Makes and checks the lock file of a folder of plugins, <c>plugins.lock.json</c>. It protects against what changes
/// plugins and may not change the lock file; whoever may write both can write what they like.
/// </summary>
public static class PluginIntegrity
{
    /// <summary>Pins every usable plugin as it is now.</summary>
    /// <param name="scan">What is in the folder.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="PluginInstallException">The folder cannot be written, or someone else is changing it.</exception>
    public static PluginLock WriteLock(PluginScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return FolderChange.Run(scan.Directory, change =>
        {
            PluginLock content = new() { Plugins = [.. Usable(scan).Select(FileHashes.Lock)] };
            PluginLockFile.Write(change.Directory, content);
            return content;
        });
    }

    /// <summary>Compares every usable plugin, with its files for other platforms, with the lock file.</summary>
    /// <param name="scan">What is in the folder.</param>
    /// <returns>Every difference; none where all is as locked.</returns>
    /// <exception cref="PluginHostException">There is no lock file, or it cannot be used.</exception>
    public static IReadOnlyList<PluginProblem> CheckLock(PluginScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        PluginLock content = PluginLockFile.TryRead(scan.Directory, out PluginProblem? problem)
            ?? throw new PluginHostException(problem ?? IntegrityProblems.LockMissing(PluginLockFile.PathIn(scan.Directory)));
        PluginDescriptor[] usable = [.. Usable(scan)];
        return
        [
            .. usable.SelectMany(plugin => content.Find(plugin.Name) is { } locked
                ? FileHashes.Compare(locked.Files, FileHashes.Lock(plugin).Files, plugin.Directory)
                : [IntegrityProblems.NotLocked(plugin.AssemblyFile, plugin.Name)]),
            .. content.Plugins
                .Where(locked => !Array.Exists(usable, plugin => RealPath.Comparer.Equals(plugin.Name, locked.Name)))
                .Select(locked => IntegrityProblems.LockedPluginMissing(scan.Directory, locked.Name)),
        ];
    }

    private static IEnumerable<PluginDescriptor> Usable(PluginScan scan) =>
        scan.Plugins.Where(plugin => plugin.State == PluginState.Ready);
}
