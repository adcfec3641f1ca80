using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;

namespace VectorHost.Hosting.Loading;

/// <summary>
/// Keeps copies of plugins, and loads come from these alone: overwriting or truncating a file in the folder of plugins
/// never reaches a running host, and every version has a path of its own.
/// </summary>
/// <remarks>
/// <para>
/// For each plugin, <c>CACHE/NAME/</c> holds one folder per content, named by the hash of the bytes that were written
/// into it; <c>HASH.lock</c>, which every process that uses the folder holds open; and <c>STAMP.stamp</c>, which tells
/// which content belongs to a state of the files, so that the second start reads no file's bytes.
/// </para>
/// <para>
/// A copy is made under another name and then renamed, so that it is complete or absent, and of two processes that make
/// the same one, one wins and both use it.
/// </para>
/// </remarks>
internal sealed class ShadowCopyCache(PluginHostOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxLockAttempts = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    // With a lock file, a copy that was meddled with is made anew instead of being refused for ever.
    private bool ChecksBytes => options.CopyCheck == CopyCheck.Content || options.Integrity != IntegrityMode.Off;

    /// <summary>Finds the copy of a plugin's files, or makes it.</summary>
    /// <exception cref="PluginLoadException">The files changed since they were read, or the cache cannot be written.</exception>
    public async Task<ShadowCopy> AcquireAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        string directory = Path.Combine(options.CacheDirectory, plugin.Name);
        try
        {
            RequireUnchanged(plugin);
            CreateFolder(directory);
            CopyStamp stamp = CopyStamp.Of(directory, PluginContent.Describe(plugin));
            if (options.CopyCheck == CopyCheck.Stamp && stamp.ReadContent() is { } known)
            {
                if (await TryUseAsync(directory, known, plugin.Files, isNew: false, cancellationToken).ConfigureAwait(false) is { } copy)
                {
                    return copy;
                }
            }

            ShadowCopy made = await MakeAsync(directory, stamp, plugin, cancellationToken).ConfigureAwait(false);
            CreateCleaner(options.CopyRetention).Clean(directory, keep: made.Directory);
            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(PluginProblems.CacheNotWritable(directory, exception.Message));
        }
    }

    /// <summary>Removes a copy at once, unless a process uses it.</summary>
    public void Remove(string copyDirectory) => CreateCleaner(TimeSpan.Zero).Remove(new DirectoryInfo(copyDirectory));

    private ShadowCopyCleaner CreateCleaner(TimeSpan retention) => new(retention, time, logger);

    private static void RequireUnchanged(PluginDescriptor plugin)
    {
        try
        {
            PluginFiles now = PluginFiles.Read(plugin.Layout, plugin.Directory, plugin.Name, plugin.Root);
            if (now.AreSame(plugin.Files))
            {
                return;
            }
        }
        catch (IOException)
        {
            // A file that is gone by now has changed as well.
        }

        throw new PluginLoadException(PluginProblems.ChangedSinceScan(plugin.AssemblyFile));
    }

    private async Task<ShadowCopy> MakeAsync(
        string directory, CopyStamp stamp, PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        string draft = Path.Combine(directory, $"{ShadowCopyCleaner.DraftPrefix}{Guid.NewGuid():N}");
        try
        {
            string content = CopyFiles(plugin, draft, cancellationToken);
            RequireUnchanged(plugin);
            ShadowCopy copy = await PublishAsync(directory, draft, content, plugin.Files, cancellationToken).ConfigureAwait(false);
            stamp.Write(content);
            return copy;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private async Task<ShadowCopy> PublishAsync(
        string directory, string draft, string content, PluginFiles files, CancellationToken cancellationToken)
    {
        if (await TryUseAsync(directory, content, files, isNew: false, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        string target = Path.Combine(directory, content);
        if (Directory.Exists(target))
        {
            // Someone meddled with it. Whoever runs from it keeps it under its other name.
            Directory.Move(target, Path.Combine(directory, $"{ShadowCopyCleaner.DraftPrefix}{Guid.NewGuid():N}"));
        }

        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process was faster; its bytes have the same hash.
        }

        return await TryUseAsync(directory, content, files, isNew: true, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"'{target}' was changed by another program.");
    }

    /// <summary>Marks a copy as used and checks it, in this order: what is marked is not removed any more.</summary>
    private async Task<ShadowCopy?> TryUseAsync(
        string directory, string content, PluginFiles files, bool isNew, CancellationToken cancellationToken)
    {
        string target = Path.Combine(directory, content);
        if (!Directory.Exists(target))
        {
            return null;
        }

        string markFile = target + ShadowCopyCleaner.MarkExtension;
        FileStream mark = await OpenMarkAsync(markFile, cancellationToken).ConfigureAwait(false);
        if (!IsIntact(target, content, files))
        {
            await mark.DisposeAsync().ConfigureAwait(false);
            return null;
        }

        File.SetLastWriteTimeUtc(markFile, time.GetUtcNow().UtcDateTime);
        return new ShadowCopy(target, isNew, mark);
    }

    private async Task<FileStream> OpenMarkAsync(string file, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (attempt < MaxLockAttempts && File.Exists(file))
            {
                // A cleaner has it for a moment.
                await Task.Delay(LockPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool IsIntact(string copy, string content, PluginFiles files)
    {
        bool sameLengths = files.All.All(file =>
            new FileInfo(Path.Combine(copy, file.RelativePath)) is { Exists: true } information && information.Length == file.Length);
        return sameLengths && (!ChecksBytes || HasContent(copy, content));
    }

    private static bool HasContent(string copy, string content)
    {
        try
        {
            return content == PluginContent.Combine(PluginContent.HashFolder(copy));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read, such as a link to nowhere, is not what was written.
            return false;
        }
    }

    private static string CopyFiles(PluginDescriptor plugin, string draft, CancellationToken cancellationToken)
    {
        List<(string, byte[])> hashes = [];
        byte[] buffer = new byte[128 * 1024];
        foreach (PluginFile file in plugin.Files.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string target = Path.Combine(draft, file.RelativePath);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            hashes.Add((file.RelativePath, CopyFile(file, target, buffer)));
        }

        return PluginContent.Combine(hashes);
    }

    /// <summary>Copies a file and hashes the very bytes that it writes.</summary>
    private static byte[] CopyFile(PluginFile file, string target, byte[] buffer)
    {
        using FileStream source = OpenSource(file);
        using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            copy.Write(buffer, 0, read);
        }

        return hash.GetHashAndReset();
    }

    private static FileStream OpenSource(PluginFile file)
    {
        try
        {
            return new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(PluginProblems.Unreadable(file.FullPath, exception.Message));
        }
    }

    /// <summary>Makes a plugin's folder in the cache, and sees to it that nobody else can have put anything into it.</summary>
    private void CreateFolder(string directory)
    {
        List<string> folders = [options.CacheDirectory, directory];
        if (TemporaryHome.Contains(directory))
        {
            folders.Insert(0, TemporaryHome.Path);
        }

        foreach (string folder in folders)
        {
            // Each by itself: those above the last would be made as the user's mask allows.
            PrivateFolder.Create(folder);
            if (PrivateFolder.FindIntruder(folder) is { } reason)
            {
                throw new PluginLoadException(PluginProblems.CacheNotPrivate(folder, reason));
            }
        }
    }
}
