using Microsoft.Extensions.Logging;

namespace VectorHost.Hosting.Loading;

/// <summary>Removes copies that no process uses and that have not been used for a while.</summary>
/// <remarks>
/// A copy is removed only while its mark is held alone, which no process that uses it allows. The marks themselves stay,
/// empty: removing one would let two processes each hold one of the same name.
/// </remarks>
internal sealed class ShadowCopyCleaner(TimeSpan retention, TimeProvider time, ILogger logger)
{
    /// <summary>How the names of unfinished and of abandoned copies begin.</summary>
    public const string DraftPrefix = ".copying-";

    /// <summary>The extension of the file that marks a copy as used.</summary>
    public const string MarkExtension = ".lock";

    private static readonly TimeSpan DraftRetention = TimeSpan.FromHours(1);

    /// <summary>Cleans the copies of one plugin. What cannot be removed stays.</summary>
    /// <param name="directory">The folder of that plugin's copies.</param>
    /// <param name="keep">The copy that is about to be used.</param>
    public void Clean(string directory, string keep)
    {
        foreach (DirectoryInfo copy in new DirectoryInfo(directory).GetDirectories())
        {
            if (copy.FullName != keep)
            {
                Remove(copy);
            }
        }

        RemoveOrphanedStamps(directory);
    }

    /// <summary>Removes a copy that was not used for a while, unless that fails.</summary>
    public void Remove(DirectoryInfo copy)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        try
        {
            if (copy.Name.StartsWith(DraftPrefix, StringComparison.Ordinal))
            {
                RemoveIfOlder(copy, copy.LastWriteTimeUtc, now - DraftRetention);
            }
            else
            {
                RemoveUnused(copy, now);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            HostingLog.CopyKept(logger, copy.FullName, exception.Message);
        }
    }

    private void RemoveUnused(DirectoryInfo copy, DateTime now)
    {
        var mark = new FileInfo(copy.FullName + MarkExtension);
        if (mark.Exists && mark.LastWriteTimeUtc > now - retention)
        {
            return;
        }

        using var alone = new FileStream(mark.FullName, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        string removed = Path.Combine(copy.Parent!.FullName, $"{DraftPrefix}{Guid.NewGuid():N}");
        copy.MoveTo(removed);
        Directory.Delete(removed, recursive: true);
        HostingLog.CopyRemoved(logger, copy.Name);
    }

    private void RemoveIfOlder(DirectoryInfo copy, DateTime lastWrite, DateTime limit)
    {
        if (lastWrite < limit)
        {
            copy.Delete(recursive: true);
            HostingLog.CopyRemoved(logger, copy.FullName);
        }
    }

    private static void RemoveOrphanedStamps(string directory)
    {
        foreach (string stamp in Directory.GetFiles(directory, "*" + CopyStamp.Extension))
        {
            try
            {
                if (!Directory.Exists(Path.Combine(directory, CopyStamp.ReadContentOf(stamp))))
                {
                    File.Delete(stamp);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process removed it first, or will.
            }
        }
    }
}
